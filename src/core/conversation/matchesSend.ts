import { getMessageText } from '../model/getMessageText.ts';
import type { ServerMessage } from '../model/message.ts';
import { toLocalMessage, type LocalSend } from '../transcript/localSends.ts';
import type { ConversationTransport } from '../transport.ts';

/** Is `message` the stored form of `local`? By the transport's rule, else by role and text. */
export function matchesSend(
  transport: ConversationTransport,
  local: LocalSend,
  message: ServerMessage,
): boolean {
  if (transport.matchesSend) return transport.matchesSend(toLocalMessage(local), message);
  return message.role === 'user' && getMessageText(message) === getMessageText(local.message);
}
