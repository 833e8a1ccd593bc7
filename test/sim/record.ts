/**
 * What really happened, written down by the virtual server and network as plain data. The oracle judges
 * the reader's states by it and by nothing else.
 */
export interface SimRecord {
  readonly messages: RecordedMessage[];
  readonly streams: RecordedStream[];
  readonly requests: RecordedRequest[];
  readonly sends: RecordedSend[];
  /** What the person did, and what the machine told the page: reasons for requests out of the rhythm. */
  readonly causes: RecordedCause[];
  readonly sleeps: { readonly from: number; readonly to: number }[];
  /** Rules of the wire that the server saw broken. */
  readonly complaints: { readonly at: number; readonly rule: string; readonly detail: string }[];
  /** When a reply said that nothing more will come (204, 403, 404), per conversation. */
  readonly refusals: RecordedRefusal[];
  /** Ids the reader has received in full: what a cursor may name. */
  readonly received: Set<string>;
  /** Ids that a feed brought before anything else did, in the order in which they came. */
  readonly fed: Map<string, number>;
  /** Pairs of equal time, as `first/second` → when a page first showed their order. */
  readonly shownTies: Map<string, number>;
  /** Versions of messages that reached the reader on a feed. */
  readonly deliveries: Map<string, { readonly version: number; readonly at: number }[]>;
}

export interface RecordedMessage {
  readonly id: string;
  readonly conversationId: string;
  /** As the wire tells it. Equal for messages of the same millisecond. */
  readonly createdAt: number;
  /** When it really came to be. */
  readonly at: number;
  readonly versions: { readonly text: string; readonly at: number }[];
  /** The reader's own words, where a send made it. */
  readonly sendText?: string;
  deletedAt?: number;
}

export interface RecordedStream {
  readonly conversationId: string;
  /** On the server: what is created from now on is meant for it. */
  readonly openedAt: number;
  /** When the reader had the headers. */
  headersAt?: number;
  lastByteAt: number;
  /** Half-open since then: nothing arrives, nobody says so. */
  silentAt?: number;
  /** When the reader learns of the end or hangs up. */
  endsAt?: number;
  endedBy?: 'reader' | 'server';
  /** Message id → when the last byte of its frame reaches the reader; never: Infinity. */
  readonly frames: Map<string, number>;
  /** Message id → when the last copy of it that was written arrives. */
  readonly copies: Map<string, number>;
}

export type Endpoint = 'credential' | 'stream' | 'history' | 'send' | 'message';

export interface RecordedRequest {
  readonly endpoint: Endpoint;
  readonly conversationId: string;
  readonly at: number;
  /** Where a stream asked to resume. */
  readonly after?: string;
  /** The ids that might honestly have been named at that time: see `received`. */
  readonly isCursorHonest?: boolean;
  status?: number;
  hasFailed?: boolean;
  /** Not before then, said the answer (`Retry-After`). */
  retryAt?: number;
}

/** A text the reader sent. Each is unique. */
export interface RecordedSend {
  readonly text: string;
  readonly conversationId: string;
  readonly at: number;
  /** Ids stored for it. More than one is a double. */
  readonly storedIds: string[];
  answer?: { readonly kind: 'resolved'; readonly id: string } | { readonly kind: 'rejected' };
  isDiscarded?: boolean;
}

export interface RecordedCause {
  readonly at: number;
  readonly conversationId: string;
  readonly kind: string;
}

export interface RecordedRefusal {
  readonly at: number;
  readonly conversationId: string;
  /** `unauthorized` may be tried once more with a fresh credential. */
  readonly kind: 'final' | 'unauthorized';
}

export function createRecord(): SimRecord {
  return {
    messages: [],
    streams: [],
    requests: [],
    sends: [],
    causes: [],
    sleeps: [],
    complaints: [],
    refusals: [],
    received: new Set(),
    fed: new Map(),
    shownTies: new Map(),
    deliveries: new Map(),
  };
}

export function createStreamRecord(
  conversationId: string,
  openedAt: number,
  headersAt: number,
): RecordedStream {
  return { conversationId, openedAt, lastByteAt: headersAt, frames: new Map(), copies: new Map() };
}
