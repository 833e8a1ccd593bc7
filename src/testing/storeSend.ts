import type { SendMessageRequest, ServerMessage } from '../core/index.ts';
import type { ScriptedConversation } from './createScriptedConversation.ts';
import type { ScriptedServer } from './createScriptedServer.ts';
import type { ScriptedReply } from './scriptedReply.ts';

/** Stores what is sent, once per idempotency key. */
export function storeSend(
  { store }: ScriptedConversation,
  { idempotencyKey, message }: SendMessageRequest,
): { message: ServerMessage; isNew: boolean } {
  const known = store.findSend(idempotencyKey);
  if (known) return { message: known, isNew: false };
  const sent = store.create({ role: 'user', parts: message.parts, clientId: idempotencyKey });
  return { message: store.put(sent), isNew: true };
}

/** What the agent answers to `message`. */
export function getReply(
  { conditions: { reply } }: ScriptedServer,
  { store }: ScriptedConversation,
  message: ServerMessage,
): ScriptedReply {
  return typeof reply === 'function' ? reply(message, [...store.messages]) : reply;
}
