import type { BackendServices } from '../referenceBackend.ts';
import type { LettaRun } from './lettaRun.ts';
import type { LettaStore, StoredConversation } from './lettaStore.ts';
import type { LettaScript, LettaStep } from './lettaTypes.ts';

/** Adjustable behaviour. Times are ms. */
export interface LettaRules {
  /** How pages are cut and cursors read (PROTOCOLS §6.8). */
  readonly flavour: 'self-hosted' | 'hosted';
  /** Without it there is no background, no lock, no duplicate detection, no cancel. */
  readonly hasRedis: boolean;
  /** Keep-alives after so long without data. */
  readonly pingInterval: number;
  /** The ping wrapper gives up after so long with pings only. */
  readonly pingOnlyLimit: number;
  /** The writer of the log flushes so often, or at 50 chunks. 0: at once. */
  readonly flushInterval: number;
  /** How often at most a run looks whether it was cancelled; and only when a chunk arrives. */
  readonly cancelPollInterval: number;
  /** How long log and `otid` mapping live. */
  readonly logTtl: number;
  readonly logLength: number;
  readonly lockTtl: number;
  /** How a message is refused while a tool call waits for approval (PROTOCOLS §6.4). */
  readonly pendingApproval: 'in-band' | 'http';
}

/** Everything the emulated Letta consists of. Its parts see each other through this. */
export interface LettaSystem {
  readonly services: BackendServices;
  readonly store: LettaStore;
  readonly rules: LettaRules;
  readonly agentIds: readonly string[];
  readonly apiKeys: readonly string[];
  readonly runs: Map<string, LettaRun>;
  /** What is said when no script waits. */
  readonly usualReply: ((text: string) => LettaScript) | undefined;
  /** Timers and waits of the runs, so that a reset ends them. */
  readonly waits: RunWaits;
  readonly locks: Map<string, { readonly runId: string; readonly until: number }>;
  /** Conversations whose lock the next send meets once more. */
  readonly lingering: Set<string>;
}

/** A run that stopped at tool calls which somebody else must answer. */
export interface PendingCalls {
  readonly rowId: string;
  readonly calls: readonly {
    readonly toolCallId: string;
    readonly output: string;
    readonly status: 'success' | 'error';
  }[];
  readonly script: LettaScript;
  readonly rest: readonly LettaStep[];
}

/** Waiting that ends with a reset. */
export interface RunWaits {
  /** Resolves after `ms`; with 0, after a turn of the event loop. Never, when the server was reset. */
  sleep(ms: number): Promise<void>;
  /** Resolves at the next `proceed` of that conversation, or at once if it came before. */
  hold(conversationId: string): Promise<void>;
  proceed(conversationId: string): void;
  /** Calls back once after `ms`, unless there was a reset. */
  later(ms: number, run: () => void): void;
  clear(): void;
}

export type { StoredConversation };
