import { getMessageText } from '../model/getMessageText.ts';
import type { Message, ServerMessage } from '../model/message.ts';
import type { ConversationTransport } from '../transport.ts';

/**
 * Is `message` the stored form of `local`? By the transport's rule, else by role and text, or because it is
 * the answer to what `local` answers.
 */
export function matchesSend(
  transport: ConversationTransport,
  local: Message,
  message: ServerMessage,
  isAnswer: boolean,
): boolean {
  if (transport.matchesSend) return transport.matchesSend(local, message);
  if (local.role !== message.role) return false;
  const text = getMessageText(local);
  const stored = getMessageText(message);
  // What was cut short is the beginning of what is stored.
  const isBeginning = isAnswer || (text !== '' && stored.startsWith(text));
  return stored === text || (local.role !== 'user' && isBeginning);
}
