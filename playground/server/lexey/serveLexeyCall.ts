import { jsonReply, type ApiCall, type Reply } from '../referenceBackend.ts';
import { createUuid } from './createUuid.ts';
import { errorForStatus, LexeyError } from './lexeyError.ts';
import { matchLexeyRoute } from './lexeyRoutes.ts';
import type { LexeySystem } from './lexeySystem.ts';
import type { LexeyKind } from './lexeyTypes.ts';
import { sendLexeyMessage } from './sendLexeyMessage.ts';

/** From a call to its reply: key, route, subscription, conversation. */
export async function serveLexeyCall(system: LexeySystem, call: ApiCall): Promise<Reply> {
  try {
    return await answer(system, call);
  } catch (error) {
    if (error instanceof LexeyError) return error.toReply();
    throw error;
  }
}

async function answer(system: LexeySystem, call: ApiCall): Promise<Reply> {
  const { store, rules, services } = system;
  const route = matchLexeyRoute(call.method, call.path);
  if (!route) throw new LexeyError(404, `Cannot ${call.method} ${call.path}`);
  authenticate(system, call, route.kind);
  if (route.name !== 'history' && !rules.hasSubscription) throw errorForStatus(402);
  if (route.name === 'create') {
    const { id } = store.add({ id: createUuid(services.random), kind: route.kind });
    services.changed();
    return jsonReply(201, { conversationId: id });
  }
  const stored = store.find(route.conversationId);
  if (stored?.kind !== route.kind) throw errorForStatus(404);
  if (route.name === 'history') return jsonReply(200, { messages: stored.messages });
  return sendLexeyMessage(system, call, stored);
}

function authenticate({ apiKeys }: LexeySystem, { headers }: ApiCall, kind: LexeyKind): void {
  const key = /^bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (key === undefined) throw new LexeyError(401, 'Missing API key');
  if (!Object.hasOwn(apiKeys, key)) throw errorForStatus(401);
  if (apiKeys[key] !== kind) throw errorForStatus(403);
}
