import type { ApiCall, BodyReply, Reply } from '../referenceBackend.ts';
import { authenticate } from './apiKeys.ts';
import { BimpeError, errorForStatus, notFound } from './bimpeError.ts';
import { bimpeHandlers } from './bimpeHandlers.ts';
import { matchBimpeRoute } from './bimpeRoutes.ts';
import type { BimpeSystem } from './bimpeSystem.ts';
import { openBimpeStream } from './openBimpeStream.ts';

/** From a call to its reply: route, quota, key, agent, idempotency, handler. */
export async function serveBimpeCall(system: BimpeSystem, call: ApiCall): Promise<Reply> {
  const requestId = readRequestId(system, call);
  const quota = system.limiter.count();
  const headers = { ...quota.headers, 'x-request-id': requestId };
  try {
    if (quota.retryAfter !== undefined) throw tooManyRequests(quota.retryAfter);
    const reply = await answer(system, call);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  } catch (error) {
    if (!(error instanceof BimpeError)) throw error;
    const reply = error.toReply(requestId);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  }
}

/** The error BimpeAI sends with this status. */
export function bimpeErrorReply(
  system: BimpeSystem,
  call: ApiCall,
  status: number,
  code?: string,
): BodyReply {
  const requestId = readRequestId(system, call);
  const reply = errorForStatus(status, code).toReply(requestId);
  const { headers } = system.limiter.count();
  return { ...reply, headers: { ...headers, 'x-request-id': requestId, ...reply.headers } };
}

async function answer(
  system: BimpeSystem,
  call: ApiCall,
): Promise<Exclude<Reply, { type: 'refused' }>> {
  const match = matchBimpeRoute(call.method, call.path);
  if (!match) throw new BimpeError(404, 'not_found', `Cannot ${call.method} ${call.path}`);
  const { route } = match;
  if (route.name === 'stream') return openBimpeStream(system, call, match);
  const { name, scope } = route;
  const key = authenticate(call.headers, system.apiKeys, scope);
  if (!system.agentIds.includes(match.agentId)) throw notFound('Agent');
  const perform = async (): Promise<BodyReply> => bimpeHandlers[name](system, call, match);
  const idempotencyKey = call.headers['idempotency-key'];
  const isSend = name === 'send' || name === 'create';
  if (!isSend || typeof idempotencyKey !== 'string') return perform();
  const reply = await system.idempotency.answer(
    JSON.stringify([key, call.path, idempotencyKey]),
    call.body,
    perform,
  );
  if (reply) return reply;
  throw new BimpeError(409, 'conflict', 'Idempotency-Key was used with another body');
}

function tooManyRequests(seconds: number): BimpeError {
  return new BimpeError(429, 'rate_limited', 'Rate limit exceeded', {
    'retry-after': String(seconds),
  });
}

/** The client's own id comes back, when it could be one; otherwise the server makes one. */
function readRequestId({ services }: BimpeSystem, { headers }: ApiCall): string {
  const own = headers['x-request-id'];
  if (typeof own === 'string' && /^[\w.:-]{1,128}$/.test(own)) return own;
  return services.random.id('req_');
}
