import { getMessageText } from '../model/getMessageText.ts';
import type { Message, ServerMessage } from '../model/message.ts';
import type { ConversationTransport } from '../transport.ts';

/** Is `message` the stored form of `local`? By the transport's rule, else by role and text. */
export function matchesSend(
  transport: ConversationTransport,
  local: Message,
  message: ServerMessage,
): boolean {
  if (transport.matchesSend) return transport.matchesSend(local, message);
  const text = getMessageText(local);
  const stored = getMessageText(message);
  if (local.role !== message.role) return false;
  // What was cut short is the beginning of what is stored.
  return stored === text || (text !== '' && local.role !== 'user' && stored.startsWith(text));
}
