import type { LettaFault } from './letta/lettaQuirk.ts';
import type { CutPlace, Eol } from './sseFrame.ts';

/**
 * Everything a reference server can do wrong on purpose (PROTOCOLS §10.4). Times are ms, sizes bytes.
 * `at` counts the message events of one stream from 1; 0 is right after the headers.
 */
export type Fault = ReplyFault | StreamFault | BackendFault;
export type FaultKind = Fault['kind'];

/** Faults of a whole response. `when: 'after'`: the server does the work first, then its answer is lost. */
export type ReplyFault =
  | {
      readonly kind: 'http';
      readonly status: number;
      /** Sent as it is (a string) or as JSON. Default: what the backend says for this status and `code`. */
      readonly body?: unknown;
      readonly code?: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** `Retry-After`: seconds, a date, or nonsense. */
      readonly retryAfter?: string | number;
      readonly when?: 'before' | 'after';
    }
  | { readonly kind: 'html'; readonly status?: 200 | 502 }
  | { readonly kind: 'no-content' }
  | { readonly kind: 'wrong-type'; readonly type?: string; readonly body?: string }
  | {
      readonly kind: 'redirect';
      readonly status?: 301 | 302 | 303 | 307 | 308;
      /** Default: the same path on the same server by another name, which is another origin. */
      readonly location?: string;
    }
  /** The socket is destroyed before a response. */
  | { readonly kind: 'refuse'; readonly when?: 'before' | 'after' }
  /** No headers for `ms`, or ever; then the answer comes. */
  | {
      readonly kind: 'hang-before-headers';
      readonly ms?: number;
      readonly when?: 'before' | 'after';
    }
  | { readonly kind: 'slow-history'; readonly ms: number }
  | { readonly kind: 'fail-history'; readonly status?: number };

/** Faults of an event stream's content and delivery. */
export type StreamFault =
  | StreamLimit<'close-after'>
  | StreamLimit<'reset-after'>
  | (StreamLimit<'stall'> & {
      /** Goes on after `resumeAfter`; without it, silent until the client leaves (half-open). */
      readonly resumeAfter?: number;
      /** Messages stop, keep-alives go on. */
      readonly keepAlive?: boolean;
    })
  /** `utf8` waits for the first event from `at` on that holds a character of several bytes. */
  | {
      readonly kind: 'cut-inside';
      readonly inside: CutPlace;
      readonly at?: number;
      readonly how?: 'close' | 'reset' | 'stall' | 'continue';
    }
  | { readonly kind: 'eof-no-blank'; readonly at?: number }
  /** Sizes of the writes, used in turn. */
  | { readonly kind: 'split'; readonly sizes: number | readonly number[] }
  | { readonly kind: 'drip'; readonly bytes: number; readonly ms: number }
  /** `events` messages are held and written at once. */
  | { readonly kind: 'burst'; readonly events: number }
  | { readonly kind: 'eol'; readonly eol: Eol }
  | { readonly kind: 'bom'; readonly count?: 1 | 2 }
  /** Comment lines of `size` characters before every line of every `every`-th event. */
  | { readonly kind: 'comments'; readonly size?: number; readonly every?: number }
  | { readonly kind: 'retry-field'; readonly value: string | number; readonly at?: number }
  /** The event keeps its id, its JSON ends too early. */
  | { readonly kind: 'garbage-json'; readonly at?: number }
  | {
      readonly kind: 'unknown-event';
      readonly name?: string;
      readonly id?: string;
      readonly at?: number;
    }
  /** The event carries so many bytes of padding in a field nobody knows. */
  | { readonly kind: 'huge-event'; readonly bytes: number; readonly at?: number }
  /** A line without an end: `bytes`, or until the client leaves. */
  | { readonly kind: 'endless-line'; readonly bytes?: number; readonly at?: number }
  /** After event `at` (0: on opening, those before the cursor) the last `count` events come again. */
  | { readonly kind: 'duplicate'; readonly count?: number; readonly at?: number }
  /** Every `window` messages arrive in reverse. */
  | { readonly kind: 'reorder'; readonly window?: number }
  | { readonly kind: 'skip'; readonly count?: number; readonly at?: number }
  /** Of event `at`, or of every event. */
  | { readonly kind: 'id-missing' | 'id-empty' | 'id-null'; readonly at?: number }
  /** The text of event `at` is null on the stream; history still has it. */
  | { readonly kind: 'null-message'; readonly at?: number }
  /** Before event `at` comes a message of another conversation. */
  | { readonly kind: 'foreign'; readonly at?: number }
  /** From event `at` on the numbers that serve as ids are `by` too high; nothing is lost. */
  | { readonly kind: 'id-gap'; readonly at?: number; readonly by?: number }
  /** Event `at` has the id of the event before it. */
  | { readonly kind: 'id-repeat'; readonly at?: number }
  /** A turn: the terminator is left out, the body ends in order. */
  | { readonly kind: 'no-done' }
  /** A turn: after the terminator the last `count` events come again. */
  | { readonly kind: 'done-then-data'; readonly count?: number }
  /** A turn: after the terminator the body stays open until the client leaves. */
  | { readonly kind: 'done-then-open' };

interface StreamLimit<TKind extends string> {
  readonly kind: TKind;
  /** Message events. */
  readonly events?: number;
  readonly bytes?: number;
  readonly heartbeats?: number;
  /** Time since the headers. */
  readonly ms?: number;
}

/** Faults only the backend itself can commit. */
export type BackendFault =
  | LettaFault
  /** A ticket that is expired when it is issued; on the stream, a good ticket taken for an expired one. */
  | { readonly kind: 'auth-expire' }
  /** When a sent message comes back on the stream, seen from the answer to the send. */
  | {
      readonly kind: 'echo';
      readonly mode: 'before' | 'after' | 'never' | 'twice';
      readonly ms?: number;
    }
  /** A turn fails after `after` events; its terminator follows, or it does not. */
  | {
      readonly kind: 'error-then-close' | 'error-then-done';
      readonly after?: number;
      readonly message?: string;
    };

export interface FaultMatch {
  readonly method?: string;
  /** End of the path, or a pattern with `*` over all of it. */
  readonly path?: string;
  /** The backend's name for the call: `history`, `send` … `stream` is any call answered with a stream. */
  readonly route?: string;
  /** The first request to be hit, counted from 1 among those that match. */
  readonly nth?: number;
}

/** A fault in the queue: hits `times` (default 1) matching requests. `also` are committed together with it. */
export type QueuedFault = Fault & {
  readonly match?: FaultMatch;
  readonly times?: number;
  readonly also?: readonly Fault[];
};

const replyKinds = [
  'http',
  'html',
  'no-content',
  'wrong-type',
  'redirect',
  'refuse',
  'hang-before-headers',
  'slow-history',
  'fail-history',
] as const satisfies readonly ReplyFault['kind'][];

const backendKinds = [
  'auth-expire',
  'echo',
  'error-then-close',
  'error-then-done',
  'letta',
] as const satisfies readonly BackendFault['kind'][];

const streamKinds = [
  'close-after',
  'reset-after',
  'stall',
  'cut-inside',
  'eof-no-blank',
  'split',
  'drip',
  'burst',
  'eol',
  'bom',
  'comments',
  'retry-field',
  'garbage-json',
  'unknown-event',
  'huge-event',
  'endless-line',
  'duplicate',
  'reorder',
  'skip',
  'id-missing',
  'id-empty',
  'id-null',
  'null-message',
  'foreign',
  'id-gap',
  'id-repeat',
  'no-done',
  'done-then-data',
  'done-then-open',
] as const satisfies readonly StreamFault['kind'][];

/** Every kind there is, for checks and for tests that want to try them all. */
export const faultKinds: readonly FaultKind[] = [...replyKinds, ...streamKinds, ...backendKinds];

const has = (kinds: readonly string[], fault: Fault): boolean => kinds.includes(fault.kind);

export function isReplyFault(fault: Fault): fault is ReplyFault {
  return has(replyKinds, fault);
}

export function isStreamFault(fault: Fault): fault is StreamFault {
  return has(streamKinds, fault);
}

/** Where a fault strikes when its entry in the queue names no place. */
export function defaultMatch(kind: FaultKind): FaultMatch {
  if (kind === 'slow-history' || kind === 'fail-history') return { route: 'history' };
  if (kind === 'echo') return { route: 'send' };
  if (kind === 'auth-expire') return { route: 'ticket' };
  const isInStream =
    has(streamKinds, { kind } as Fault) || kind.startsWith('error-then-') || kind === 'letta';
  return isInStream ? { route: 'stream' } : {};
}
