import { ConversationError } from '../model/conversationError.ts';
import type { OutgoingMessage } from '../transport.ts';
import type { SendMessageInput } from './conversation.ts';

/** Throws `invalid_argument` for what only callers without types pass. */
export function toOutgoing(input: SendMessageInput): OutgoingMessage {
  const given = typeof input === 'string' ? { text: input } : input;
  const { parts, text } = Object(given) as { readonly parts?: unknown; readonly text?: unknown };
  if (Array.isArray(parts)) return given as OutgoingMessage;
  if (typeof text === 'string') return { parts: [{ type: 'text', text }] };
  throw new ConversationError(
    'invalid_argument',
    'There is nothing to send: pass a text, { text } or { parts }.',
  );
}
