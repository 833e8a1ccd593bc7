import { setTimeout } from 'node:timers/promises';
import type { ApiCall, BodyReply } from '../referenceBackend.ts';
import { invalidBody } from './bimpeError.ts';
import type { StoredConversation } from './bimpeStore.ts';
import type { BimpeSystem } from './bimpeSystem.ts';
import type { BimpeMessage } from './bimpeTypes.ts';

export interface Outgoing {
  readonly message: string;
  readonly role: 'user' | 'assistant';
}

/** Stores what was sent; the stream carries it too, and the agent answers users. `echo` faults decide when. */
export async function receiveMessage(
  { store, agent }: BimpeSystem,
  call: ApiCall,
  stored: StoredConversation,
  outgoing: Outgoing,
  toReply: (message: BimpeMessage) => BodyReply,
): Promise<BodyReply> {
  const echo = call.faults.find((fault) => fault.kind === 'echo');
  const message = store.insert(stored, outgoing);
  const reply = toReply(message);
  const publish = (): void => {
    store.publish(stored, message);
    if (echo?.mode === 'twice') store.publish(stored, message);
  };
  // Paused, a person answers.
  if (outgoing.role === 'user' && !stored.conversation.is_ai_chat_paused)
    agent.answer(stored.conversation.id, stored, outgoing.message);
  if (echo?.mode === 'never') return reply;
  if (echo?.mode === 'after') {
    return { ...reply, afterSent: () => void setTimeout(echo.ms ?? 0).then(publish) };
  }
  publish();
  if (echo?.mode === 'before') await setTimeout(echo.ms ?? 30);
  return reply;
}

/** The body of a call as an object. */
export function readJson({ body }: ApiCall): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json === 'object' && json !== null) return json as Record<string, unknown>;
  } catch {
    // Answered below, like any other body that is no object.
  }
  throw invalidBody('', 'must be a JSON object');
}

/** What a client wants to say; without a role, as the user. */
export function readOutgoing({
  message,
  role = 'user',
}: Readonly<Record<string, unknown>>): Outgoing {
  if (typeof message !== 'string' || message.trim() === '') {
    throw invalidBody('message', 'must be a string that is not empty');
  }
  if (role !== 'user' && role !== 'assistant') {
    throw invalidBody('role', 'must be one of user, assistant');
  }
  return { message, role };
}
