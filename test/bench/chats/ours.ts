import { turns, type ConversationTransport } from 'react-conversation-stream/core';
import { answerId, createMessage, createMessages } from '../messages.ts';
import type { DeltaFeed } from './deltaFeed.ts';

/** A backend with so many messages that answers in-band: one batch per delta, as the peers get one chunk per delta. */
export function createOurTransport(length: number, deltas: DeltaFeed): ConversationTransport {
  const messages = createMessages(length);
  // Number `length` is what the reader sends.
  const answer = {
    ...createMessage(length + 1),
    id: answerId,
    role: 'assistant' as const,
    parts: [],
  };
  const at = { messageId: answer.id, partId: 'text' };
  return {
    name: 'bench',
    scope: 'bench',
    continuity: 'none',
    turns,
    capabilities: {
      canSend: true,
      canStop: false,
      canRegenerate: false,
      canAttach: false,
      canApprove: false,
      isSendIdempotent: true,
      history: 'whole',
    },
    policy: {
      backoff: () => 1_000,
      maxRetryAfter: 60_000,
      idleTimeout: 60_000,
      headersTimeout: 30_000,
      requestTimeout: 30_000,
      maxRetries: 0,
      resetAfter: 'event',
    },
    async listMessages() {
      return { messages };
    },
    async *sendMessage() {
      yield [
        { type: 'open' },
        { type: 'message-start', message: answer },
        { type: 'part-set', ...at, part: { type: 'text', text: '', state: 'streaming' } },
      ];
      for await (const delta of deltas.read()) yield [{ type: 'part-delta', ...at, delta }];
    },
  };
}
