import type { ApiCall, Reply } from '../referenceBackend.ts';
import { LettaError } from './lettaError.ts';
import { lettaHandlers } from './lettaHandlers.ts';
import { matchLettaRoute } from './lettaRoutes.ts';
import type { LettaSystem } from './lettaSystem.ts';

/** From a call to its reply: key, route, handler. */
export async function serveLettaCall(system: LettaSystem, call: ApiCall): Promise<Reply> {
  try {
    checkKey(system, call);
    const match = matchLettaRoute(call.method, call.path);
    if (!match) throw new LettaError(404, 'Not Found');
    return await lettaHandlers[match.name](system, call, match);
  } catch (error) {
    if (error instanceof LettaError) return error.toReply();
    throw error;
  }
}

/** `Authorization: Bearer …` or, self-hosted, `X-BARE-PASSWORD: password …` (PROTOCOLS §6.1). */
function checkKey({ apiKeys }: LettaSystem, { headers }: ApiCall): void {
  const bearer = /^bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const password = /^password (\S+)$/.exec(String(headers['x-bare-password'] ?? ''))?.[1];
  if (!apiKeys.includes(bearer ?? password ?? '')) throw new LettaError(401, 'Unauthorized');
}
