import { createScriptedAgent } from './createScriptedAgent.ts';
import { createExpysControl, findVisible } from './expys/expysControl.ts';
import { matchExpysRoute } from './expys/expysRoutes.ts';
import { createExpysStore } from './expys/expysStore.ts';
import type { ExpysRules, ExpysSystem } from './expys/expysSystem.ts';
import { createExpysTokens } from './expys/expysTokens.ts';
import type { ExpysControl } from './expys/expysTypes.ts';
import { expysErrorReply, serveExpysCall } from './expys/serveExpysCall.ts';
import { createUsualExpysReply } from './expys/usualExpysReply.ts';
import { createIdempotencyStore } from './idempotencyStore.ts';
import { createRateLimiter, type RateLimitOptions } from './rateLimiter.ts';
import type { BackendServices, ReferenceBackend } from './referenceBackend.ts';

/** Times are ms. Defaults are those of PROTOCOLS §4. */
export interface ExpysOptions extends Partial<ExpysRules> {
  /** Keys of the organisation. Default `expys_sandbox_demo`. */
  readonly orgKeys?: readonly string[];
  /** Whether unscripted messages get a friendly answer. Default true. */
  readonly autoReply?: boolean;
  /** Before each message of that answer. Default 700. */
  readonly replyDelay?: number;
  /** Default 60,000 requests a minute. */
  readonly rateLimit?: RateLimitOptions;
}

const usualRules: ExpysRules = {
  heartbeatInterval: 15_000,
  isEchoing: true,
  contentType: 'text/event-stream',
  tokenTtl: 60 * 60_000,
  attachmentTtl: 10 * 60_000,
};

/** Expys: a conversation feed with member tokens and comments for heartbeats, without ids or cursor (PROTOCOLS §4). */
export function createExpys(
  options: ExpysOptions = {},
): (services: BackendServices) => ReferenceBackend<ExpysControl> {
  return (services) => {
    const system = createSystem(services, options);
    return {
      name: 'expys',
      routeOf: (method, path) => matchExpysRoute(method, path)?.name,
      handle: (call) => serveExpysCall(system, call),
      errorReply: (call, status, code) => expysErrorReply(system, call, status, code),
      control: createExpysControl(system),
      transcript: (conversationId) =>
        findVisible(system, conversationId).map(({ id, body }) => ({ id, text: body ?? '' })),
      clear: () => clearExpys(system),
      describe: () => describeExpys(system),
    };
  };
}

function createSystem(services: BackendServices, options: ExpysOptions): ExpysSystem {
  const { clock, random } = services;
  const { autoReply = true, replyDelay = 700 } = options;
  const store = createExpysStore(clock, random);
  const usualReply = autoReply ? createUsualExpysReply(replyDelay) : undefined;
  return {
    services,
    store,
    tokens: createExpysTokens(clock, random),
    concierge: createScriptedAgent((stored, step) => {
      store.publish(stored, store.insert(stored, step));
      services.changed();
    }, usualReply),
    violations: [],
    orgKeys: options.orgKeys ?? ['expys_sandbox_demo'],
    rules: { ...usualRules, ...options },
    idempotency: createIdempotencyStore(),
    firstUses: new Map(),
    limiter: createRateLimiter(clock, options.rateLimit ?? { limit: 60_000, window: 60_000 }),
  };
}

function clearExpys(system: ExpysSystem): void {
  const { concierge, store, tokens, idempotency, firstUses, violations } = system;
  for (const part of [concierge, store, tokens, idempotency, firstUses]) part.clear();
  violations.length = 0;
}

function describeExpys({ store, tokens, violations }: ExpysSystem): Record<string, unknown> {
  return {
    conversations: store.all().map(({ id, title, messages, followers }) => ({
      id,
      title,
      messages: messages.length,
      followers: followers.size,
    })),
    tokens: tokens.all(),
    violations,
  };
}
