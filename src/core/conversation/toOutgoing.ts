import type { OutgoingMessage } from '../transport.ts';
import type { SendMessageInput } from './conversation.ts';

/** What has neither text nor parts, as callers without types may pass, is an empty message: those are refused. */
export function toOutgoing(input: SendMessageInput): OutgoingMessage {
  const given = typeof input === 'string' ? { text: input } : input;
  const { parts, text } = Object(given) as { readonly parts?: unknown; readonly text?: unknown };
  if (Array.isArray(parts)) return given as OutgoingMessage;
  return { parts: typeof text === 'string' ? [{ type: 'text', text }] : [] };
}
