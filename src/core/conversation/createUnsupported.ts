import { ConversationError } from '../model/conversationError.ts';
import type { ConversationTransport } from '../transport.ts';

export function createUnsupported(
  { name }: Pick<ConversationTransport, 'name'>,
  what: string,
): ConversationError {
  return new ConversationError('unsupported', `The ${name} transport cannot ${what}.`);
}
