// Everything the server of byoServer.ts needs to become a live conversation.
import type { ConversationTransport } from 'react-conversation-stream/core';
import { createSseTransport } from 'react-conversation-stream/transports/sse';
import type { Note } from './byoServer.ts';

export function createByoTransport(
  baseUrl: string,
  options: { fetch?: typeof fetch; headers?: HeadersInit } = {},
): ConversationTransport {
  return createSseTransport({
    ...options,
    name: 'byo',
    baseUrl,
    // The feed's ids come back in Last-Event-ID, and the server answers 410 to one it does not know.
    continuity: 'cursor-checked',
    history: '/rooms/{conversationId}/notes?limit={limit}&before={cursor}',
    feed: '/rooms/{conversationId}/feed',
    send: { url: '/rooms/{conversationId}/notes', isIdempotent: true },
    readMessage: ({ id, from, text, at, key }: Note) => ({
      id,
      role: from === 'guest' ? 'user' : 'assistant',
      text,
      createdAt: at,
      sequence: id,
      clientId: key,
      author: from === 'host' ? { id: 'host', kind: 'human' } : undefined,
    }),
    events: {
      removed: ({ json }) => ({ type: 'message-deleted', messageId: String(json.id) }),
    },
  });
}
