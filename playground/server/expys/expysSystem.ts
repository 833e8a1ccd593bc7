import type { ScriptedAgent } from '../createScriptedAgent.ts';
import type { IdempotencyStore } from '../idempotencyStore.ts';
import type { RateLimiter } from '../rateLimiter.ts';
import type { BackendServices } from '../referenceBackend.ts';
import type { ExpysStore, StoredConversation } from './expysStore.ts';
import type { ExpysTokens } from './expysTokens.ts';
import type { ConciergeReply, ExpysViolation } from './expysTypes.ts';

/** Undocumented or adjustable behaviour (PROTOCOLS §11.1, 8–12). Times are ms. */
export interface ExpysRules {
  /** Comments on the stream; the first comes at once. Default 15,000. */
  readonly heartbeatInterval: number;
  /** Whether a member's own messages come back on the member's streams. Default true. */
  readonly isEchoing: boolean;
  /** The vendor's description says `text/plain`. Default `text/event-stream`. */
  readonly contentType: 'text/event-stream' | 'text/plain';
  /** Life of a member token. Default an hour. */
  readonly tokenTtl: number;
  /** Life of an attachment's URL. Default ten minutes. */
  readonly attachmentTtl: number;
}

/** Everything the emulated Expys consists of. Its parts see each other through this. */
export interface ExpysSystem {
  readonly services: BackendServices;
  readonly store: ExpysStore;
  readonly tokens: ExpysTokens;
  /** Answers the members. */
  readonly concierge: ScriptedAgent<StoredConversation, ConciergeReply[number]>;
  readonly violations: ExpysViolation[];
  readonly orgKeys: readonly string[];
  readonly rules: ExpysRules;
  readonly idempotency: IdempotencyStore;
  /** When an idempotency key was first used, epoch ms: it is good for a day from then on. */
  readonly firstUses: Map<string, number>;
  readonly limiter: RateLimiter;
}
