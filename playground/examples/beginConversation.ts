// How a conversation begins, with each backend that lets a client begin one. What comes back is the
// `conversationId` for the hooks and components. Expys' conversations are begun by the organisation's server,
// those of `createSseTransport` by a request of your own.
import type { BimpeTransport } from 'react-conversation-stream/transports/bimpe';
import type { LettaTransport } from 'react-conversation-stream/transports/letta';
import type { LexeyTransport } from 'react-conversation-stream/transports/lexey';

/**
 * BimpeAI begins with the first message of a channel's user, whose one conversation it is. The key makes a repeat
 * harmless: keep it until there is an answer.
 */
export async function beginWithBimpe(
  transport: BimpeTransport,
  userId: string,
  text: string,
  idempotencyKey: string,
  signal: AbortSignal,
): Promise<string> {
  const metadata = { channel_type: 'webchat', channel_user_id: userId };
  const message = { parts: [{ type: 'text', text }], metadata } as const;
  const request = { message, idempotencyKey, signal };
  const { conversationId } = await transport.createConversation(request);
  return conversationId;
}

/** Lexey and Letta (for its `agentId`) begin with an empty one. Asked twice, there are two. */
export async function beginEmpty(
  transport: LexeyTransport | LettaTransport,
  signal: AbortSignal,
): Promise<string> {
  const { conversationId } = await transport.createConversation({ signal });
  return conversationId;
}
