import type { Faults } from './faults.ts';
import type { Random } from './random.ts';
import type { RecordedRequest, SimRecord } from './record.ts';
import type { Reply } from './virtualNetwork.ts';
import type { VirtualClock } from './virtualClock.ts';

interface ForceContext {
  readonly clock: VirtualClock;
  readonly record: SimRecord;
  readonly faults: Faults;
}

const page = '<!doctype html><title>Sign in</title><p>Please sign in to the café network.</p>';

/** An answer that comes instead of the server's, when a fault is due for this endpoint. */
export function forceReply(context: ForceContext, request: RecordedRequest): Reply | undefined {
  const { faults } = context;
  const { endpoint } = request;
  const http = faults.take('http', endpoint);
  if (http) return forceStatus(context, request, http);
  if (faults.take('html', endpoint)) return html(200);
  if (endpoint === 'stream' && faults.take('no-content', endpoint)) {
    return { status: 204, onDelivered: () => refuse(context, request, 'final') };
  }
  if (faults.take('auth-expire', endpoint)) {
    return {
      ...problem(401, 'unauthorized'),
      onDelivered: () => refuse(context, request, 'unauthorized'),
    };
  }
  const failing = faults.take('fail-history', endpoint);
  return failing ? failHistory(failing) : undefined;
}

function forceStatus(context: ForceContext, request: RecordedRequest, random: Random): Reply {
  const isFollowing = request.endpoint === 'stream' || request.endpoint === 'credential';
  if (isFollowing && random.chance(0.06)) {
    const status = random.pick([403, 404]);
    return {
      ...problem(status, status === 403 ? 'forbidden' : 'not_found'),
      onDelivered: () => refuse(context, request, 'final'),
    };
  }
  if (random.chance(0.4)) {
    const seconds = random.int(1, 25);
    const reply = problem(429, 'rate_limited', { 'retry-after': String(seconds) });
    return {
      ...reply,
      onDelivered: () => {
        request.retryAt = context.clock.now() + seconds * 1000;
      },
    };
  }
  const status = random.pick([500, 502, 503, 504]);
  return random.chance(0.2) ? html(status) : problem(status, 'internal_error');
}

function failHistory(random: Random): Reply {
  if (random.chance(0.2)) return json(200, '{"message":"Success","data":[{"id"');
  if (random.chance(0.1)) return html(200);
  return problem(random.pick([500, 503]), 'internal_error');
}

function refuse(
  { clock, record }: ForceContext,
  { conversationId, endpoint }: RecordedRequest,
  kind: 'final' | 'unauthorized',
): void {
  if (endpoint !== 'stream' && endpoint !== 'credential') return;
  record.refusals.push({ at: clock.now(), conversationId, kind });
}

export function problem(status: number, code: string, headers: Record<string, string> = {}): Reply {
  return json(
    status,
    JSON.stringify({ message: `It says ${code}.`, code, statusCode: status }),
    headers,
  );
}

export function json(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return { status, body, headers: { 'content-type': 'application/json', ...headers } };
}

function html(status: number): Reply {
  return { status, body: page, headers: { 'content-type': 'text/html; charset=utf-8' } };
}
