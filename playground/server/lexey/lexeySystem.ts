import type { BackendServices } from '../referenceBackend.ts';
import type { LexeyStore, StoredConversation } from './lexeyStore.ts';
import type { LexeyTimers } from './lexeyTimers.ts';
import type { LexeyKind, ScriptedReply } from './lexeyTypes.ts';

/** Undocumented or adjustable behaviour. Times are ms. */
export interface LexeyRules {
  /** Messages a user may write in one conversation. */
  readonly messageLimit: number;
  /** Characters of one message. */
  readonly maxLength: number;
  /** Without one, sends and new conversations get a 402. */
  readonly hasSubscription: boolean;
  /** Whether events are numbered; an older revision of the API did not. */
  readonly hasIds: boolean;
  /** A streaming request lives no longer. */
  readonly maxDuration: number;
  /** Whether a reply is finished and stored although its reader left. */
  readonly storesAfterDisconnect: boolean;
  /** Whether what was said before an error is stored. */
  readonly storesFailed: boolean;
  /** A finished reply appears in history so much after its `[DONE]`. */
  readonly storeDelay: number;
}

/** Everything the emulated Lexey consists of. Its parts see each other through this. */
export interface LexeySystem {
  readonly services: BackendServices;
  readonly store: LexeyStore;
  readonly timers: LexeyTimers;
  readonly apiKeys: Readonly<Record<string, LexeyKind>>;
  readonly rules: LexeyRules;
  usualReply(text: string, stored: StoredConversation): ScriptedReply;
}
