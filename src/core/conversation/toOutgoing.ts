import type { OutgoingMessage } from '../transport.ts';
import type { SendMessageInput } from './conversation.ts';

export function toOutgoing(input: SendMessageInput): OutgoingMessage {
  if (typeof input === 'string') return { parts: [{ type: 'text', text: input }] };
  return 'parts' in input ? input : { parts: [{ type: 'text', text: input.text }] };
}
