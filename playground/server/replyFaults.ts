import { setTimeout } from 'node:timers/promises';
import type { ReplyFault } from './fault.ts';
import {
  jsonReply,
  type ApiCall,
  type BodyReply,
  type ReferenceBackend,
  type Reply,
} from './referenceBackend.ts';

export interface ReplyFaultContext {
  readonly backend: ReferenceBackend;
  readonly call: ApiCall;
  /** The same server under another host name: another origin to a browser. */
  readonly otherOrigin: string;
  /** Aborted when the client leaves, so that a hanging reply ends with it. */
  readonly signal: AbortSignal;
}

type FaultTable = {
  readonly [TKind in ReplyFault['kind']]: (
    fault: Extract<ReplyFault, { kind: TKind }>,
    context: ReplyFaultContext,
    answer: () => Promise<Reply>,
  ) => Promise<Reply> | Reply;
};

const faultyReplies: FaultTable = {
  http: async (fault, context, answer) => {
    if (fault.when === 'after') await answer();
    return httpReply(fault, context);
  },
  html: ({ status = 200 }) => plainReply(status, 'text/html; charset=utf-8', gatewayPage),
  'no-content': () => ({ type: 'body', status: 204, headers: {}, body: '' }),
  'wrong-type': ({ type = 'text/plain', body = 'data: {}\n\n' }) => plainReply(200, type, body),
  redirect: ({ status = 307, location }, { call, otherOrigin }) => {
    const query = call.query.size > 0 ? `?${call.query}` : '';
    return {
      type: 'body',
      status,
      headers: { location: location ?? `${otherOrigin}${call.path}${query}` },
      body: '',
    };
  },
  refuse: async ({ when }, _context, answer) => {
    if (when === 'after') await answer();
    return { type: 'refused' };
  },
  'hang-before-headers': async ({ ms, when }, { signal }, answer) => {
    const early = when === 'after' ? await answer() : undefined;
    await hang(ms, signal);
    if (signal.aborted) return { type: 'refused' };
    return early ?? answer();
  },
  'slow-history': async ({ ms }, { signal }, answer) => {
    await hang(ms, signal);
    return answer();
  },
  'fail-history': ({ status = 503 }, { backend, call }) => backend.errorReply(call, status),
};

const gatewayPage =
  '<!doctype html><html><head><title>Gateway</title></head><body><h1>Something went wrong</h1></body></html>';

/** The answer with the faults around it, the first outermost. */
export function faultyReply(
  faults: readonly ReplyFault[],
  context: ReplyFaultContext,
  answer: () => Promise<Reply>,
): Promise<Reply> {
  let next = answer;
  for (const fault of faults.toReversed()) {
    const inner = next;
    const reply = faultyReplies[fault.kind] as (
      fault: ReplyFault,
      context: ReplyFaultContext,
      answer: () => Promise<Reply>,
    ) => Promise<Reply> | Reply;
    next = async () => reply(fault, context, inner);
  }
  return next();
}

function httpReply(
  fault: Extract<ReplyFault, { kind: 'http' }>,
  { backend, call }: ReplyFaultContext,
): BodyReply {
  const retryAfter = fault.retryAfter === undefined ? {} : { 'retry-after': `${fault.retryAfter}` };
  const reply =
    fault.body === undefined
      ? backend.errorReply(call, fault.status, fault.code)
      : typeof fault.body === 'string'
        ? plainReply(fault.status, 'text/plain; charset=utf-8', fault.body)
        : jsonReply(fault.status, fault.body);
  return { ...reply, headers: { ...reply.headers, ...retryAfter, ...fault.headers } };
}

function plainReply(status: number, type: string, body: string): BodyReply {
  return { type: 'body', status, headers: { 'content-type': type }, body };
}

/** Waits `ms`, or until the client leaves. */
async function hang(ms: number | undefined, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  if (ms !== undefined) {
    await setTimeout(ms, undefined, { signal }).catch(() => {});
    return;
  }
  await new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}
