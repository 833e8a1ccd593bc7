import { createUsualReply } from './bimpe/createUsualReply.ts';
import { createBimpeControl, findMessages } from './bimpe/bimpeControl.ts';
import { matchBimpeRoute } from './bimpe/bimpeRoutes.ts';
import { createBimpeStore } from './bimpe/bimpeStore.ts';
import type { BimpeSystem, StreamRules } from './bimpe/bimpeSystem.ts';
import { createBimpeTickets } from './bimpe/bimpeTickets.ts';
import type { BimpeApiKey, BimpeControl } from './bimpe/bimpeTypes.ts';
import { bimpeErrorReply, serveBimpeCall } from './bimpe/serveBimpeCall.ts';
import { createScriptedAgent } from './createScriptedAgent.ts';
import { createIdempotencyStore } from './idempotencyStore.ts';
import { createRateLimiter, type RateLimitOptions } from './rateLimiter.ts';
import type { BackendServices, ReferenceBackend } from './referenceBackend.ts';

/** Times are ms. Defaults are those of PROTOCOLS §3.10. */
export interface BimpeOptions extends Partial<StreamRules> {
  /** Default `ag_demo`. */
  readonly agentIds?: readonly string[];
  /** Keys with their scopes. Default one key, `sk_test_demo`, that may do everything. */
  readonly apiKeys?: Readonly<Record<string, BimpeApiKey>>;
  /** Default 60,000. */
  readonly ticketTtl?: number;
  /** Whether unscripted user messages get a friendly answer. Default true. */
  readonly autoReply?: boolean;
  /** Before each message of that answer. Default 600. */
  readonly replyDelay?: number;
  /** Default 60,000 requests a minute. */
  readonly rateLimit?: RateLimitOptions;
}

const usualRules: StreamRules = {
  heartbeatInterval: 20_000,
  maxStreams: 10,
  tooManyStreamsStatus: 429,
  unknownCursor: 'reject',
};

const demoKeys: Readonly<Record<string, BimpeApiKey>> = {
  sk_test_demo: { scopes: ['conversations:read', 'conversations:write'] },
};

/** BimpeAI: a conversation feed with tickets, cursors and heartbeats (PROTOCOLS §3). */
export function createBimpe(
  options: BimpeOptions = {},
): (services: BackendServices) => ReferenceBackend<BimpeControl> {
  return (services) => {
    const system = createSystem(services, options);
    return {
      name: 'bimpe',
      routeOf: (method, path) => matchBimpeRoute(method, path)?.route.name,
      handle: (call) => serveBimpeCall(system, call),
      errorReply: (call, status, code) => bimpeErrorReply(system, call, status, code),
      control: createBimpeControl(system),
      transcript: (conversationId) =>
        findMessages(system, conversationId).map(({ id, message }) => ({
          id,
          text: message ?? '',
        })),
      clear: () => clearBimpe(system),
      describe: () => describeBimpe(system),
    };
  };
}

function createSystem(services: BackendServices, options: BimpeOptions): BimpeSystem {
  const { clock, random } = services;
  const { autoReply = true, replyDelay = 600 } = options;
  const store = createBimpeStore(clock, random);
  const usualReply = autoReply ? createUsualReply(replyDelay) : undefined;
  return {
    services,
    store,
    tickets: createBimpeTickets(clock, random),
    agent: createScriptedAgent((stored, step) => {
      store.publish(stored, store.insert(stored, step));
      services.changed();
    }, usualReply),
    violations: [],
    agentIds: options.agentIds ?? ['ag_demo'],
    apiKeys: options.apiKeys ?? demoKeys,
    ticketTtl: options.ticketTtl ?? 60_000,
    rules: { ...usualRules, ...options },
    idempotency: createIdempotencyStore(),
    limiter: createRateLimiter(clock, options.rateLimit ?? { limit: 60_000, window: 60_000 }),
  };
}

function clearBimpe({ store, tickets, agent, violations, idempotency }: BimpeSystem): void {
  agent.clear();
  store.clear();
  tickets.clear();
  idempotency.clear();
  violations.length = 0;
}

function describeBimpe({
  store,
  tickets,
  violations,
  agentIds,
}: BimpeSystem): Record<string, unknown> {
  return {
    conversations: agentIds.flatMap((agentId) =>
      store.all(agentId).map(({ title, conversation, messages, followers }) => ({
        id: conversation.id,
        agentId,
        title,
        messages: messages.length,
        followers: followers.size,
        is_ai_chat_paused: conversation.is_ai_chat_paused,
      })),
    ),
    tickets: tickets.all(),
    violations,
  };
}
