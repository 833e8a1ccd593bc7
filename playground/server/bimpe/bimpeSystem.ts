import type { ScriptedAgent } from '../createScriptedAgent.ts';
import type { IdempotencyStore } from '../idempotencyStore.ts';
import type { RateLimiter } from '../rateLimiter.ts';
import type { BackendServices } from '../referenceBackend.ts';
import type { BimpeStore, StoredConversation } from './bimpeStore.ts';
import type { BimpeTickets } from './bimpeTickets.ts';
import type { BimpeApiKey, ScriptedReply, Violation } from './bimpeTypes.ts';

/** Undocumented or adjustable behaviour of the stream. */
export interface StreamRules {
  /** ms */
  readonly heartbeatInterval: number;
  /** Open at a time, over the whole team. */
  readonly maxStreams: number;
  readonly tooManyStreamsStatus: 403 | 409 | 429;
  /** What an `after` that names no message here gets: a 400, or a stream without replay. */
  readonly unknownCursor: 'reject' | 'ignore';
}

/** Everything the emulated BimpeAI consists of. Its parts see each other through this. */
export interface BimpeSystem {
  readonly services: BackendServices;
  readonly store: BimpeStore;
  readonly tickets: BimpeTickets;
  /** The "AI": answers users. */
  readonly agent: ScriptedAgent<StoredConversation, ScriptedReply[number]>;
  readonly violations: Violation[];
  readonly agentIds: readonly string[];
  readonly apiKeys: Readonly<Record<string, BimpeApiKey>>;
  /** ms */
  readonly ticketTtl: number;
  readonly rules: StreamRules;
  readonly idempotency: IdempotencyStore;
  readonly limiter: RateLimiter;
}
