import type { ConversationTransport } from '../../core/index.ts';

/** One promise of a transport. `run` rejects with an Error that says what was seen instead. */
export interface TransportCheck {
  /** Short and stable, for choosing: `chunks`, `duplicates`, `drops` … */
  readonly id: string;
  /** The promise as a sentence: the name of your test. */
  readonly name: string;
  run(): Promise<void>;
}

export interface TransportChecksOptions {
  /** A fresh transport of yours that makes every request with this `fetch`. */
  readonly createTransport: (given: { readonly fetch: typeof fetch }) => ConversationTransport;
  readonly backend: ConformanceBackend;
  /** Credentials the transport holds. Those seen in headers and queries are looked for anyway. */
  readonly secrets?: readonly string[];
  /** How long, in ms, something may take that should happen. Default 5,000. */
  readonly timeout?: number;
  /** Of every random choice. Default 1. */
  readonly seed?: number;
}

/** The few things a check must be able to do to your backend, a real or an emulated one. */
export interface ConformanceBackend {
  /** Makes a conversation that holds these texts, oldest first, and says its id. Every check makes its own. */
  readonly create: (texts: readonly string[]) => string | Promise<string>;
  /** Somebody else says this now: it is stored, and told on open feeds. For transports with a feed. */
  readonly emit?: (conversationId: string, text: string) => unknown;
  /** The next send in this conversation is answered so, in several deltas. For transports with turns. */
  readonly answer?: (conversationId: string, text: string) => unknown;
}
