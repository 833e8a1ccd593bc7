import { setTimeout } from 'node:timers/promises';
import { jsonReply, type ApiCall, type BodyReply } from '../referenceBackend.ts';
import { badRequest, ExpysError } from './expysError.ts';
import type { StoredConversation } from './expysStore.ts';
import type { ExpysSystem } from './expysSystem.ts';
import type { ExpysMember } from './expysTypes.ts';

/** Most characters of one message. */
const maxLength = 10_000;

/** `POST …/messages`: stores it, tells the streams, and says `ok`, no more. `echo` faults decide when the sender hears it. */
export async function receiveExpysMessage(
  { store, concierge, rules }: ExpysSystem,
  call: ApiCall,
  stored: StoredConversation,
  { id: authorID }: ExpysMember,
): Promise<BodyReply> {
  const text = readText(call);
  const echo = call.faults.find((fault) => fault.kind === 'echo');
  const message = store.insert(stored, { authorID, body: text });
  const reply = jsonReply(200, { ok: true });
  const isSilent = echo?.mode === 'never' || !rules.isEchoing;
  const publish = (): void => {
    store.publish(stored, message, isSilent ? authorID : undefined);
    if (echo?.mode === 'twice') store.publish(stored, message);
  };
  concierge.answer(stored.id, stored, text);
  if (echo?.mode === 'after')
    return { ...reply, afterSent: () => void setTimeout(echo.ms ?? 0).then(publish) };
  publish();
  if (echo?.mode === 'before') await setTimeout(echo.ms ?? 30);
  return reply;
}

function readText(call: ApiCall): string {
  const { message } = readJson(call);
  if (typeof message !== 'string' || message.trim() === '')
    throw new ExpysError(422, 'VALIDATION', 'message: must be a string that is not empty');
  if (message.length > maxLength)
    throw new ExpysError(413, 'PAYLOAD_TOO_LARGE', `message: at most ${maxLength} characters`);
  return message;
}

/** The body of a call as an object. */
export function readJson({ body }: ApiCall): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json === 'object' && json !== null) return json as Record<string, unknown>;
  } catch {
    // Answered below, like any other body that is no object.
  }
  throw badRequest('The body must be a JSON object');
}
