import type { RecordedRun, RecordedStep } from './letta/runRecord.ts';

/**
 * What really happened, written down by the virtual server and network as plain data. The oracle judges
 * the reader's states by it and by nothing else.
 */
export interface SimRecord {
  readonly messages: RecordedMessage[];
  readonly streams: RecordedStream[];
  readonly requests: RecordedRequest[];
  readonly sends: RecordedSend[];
  /** Replies, on wires that answer a send in-band. */
  readonly turns: RecordedTurn[];
  /** Runs of an agent, and every row that shows, on wires that have them. */
  readonly runs: RecordedRun[];
  readonly steps: RecordedStep[];
  /** Ids of the rows that pages listed, where nothing else was under way. */
  readonly pages: { readonly at: number; readonly ids: ReadonlySet<string> }[];
  /** What the person did, and what the machine told the page: reasons for requests out of the rhythm. */
  readonly causes: RecordedCause[];
  /** When the network went away or came back. */
  readonly outages: number[];
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
  /**
   * When a page first listed a message to a reader, on wires whose history is one page. Not of pages that were
   * under way together with a reply: those may be left for the next.
   */
  readonly listed: Map<string, number>;
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

export type Endpoint = 'credential' | 'stream' | 'history' | 'send' | 'message' | 'cancel';

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
  /** When the answer, or the news that there is none, reached the reader. */
  answeredAt?: number;
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
  /** How often the person asked to send it again. */
  retries?: number;
  answer?: { readonly kind: 'resolved'; readonly id: string } | { readonly kind: 'rejected' };
  isDiscarded?: boolean;
}

/** A reply as the server made it, and what of it reached the reader. */
export interface RecordedTurn {
  readonly conversationId: string;
  readonly sendText: string;
  /** All of it. */
  readonly text: string;
  /** What the reader was told of it: the text of the events that arrived, in their order. */
  told: string;
  /** What is on its way, or lost. An event can be read a moment before its last byte. */
  coming: { readonly number: number; readonly text: string; readonly isLast: boolean }[];
  /** When the last of that arrived. */
  toldAt?: number;
  /** Everything arrived, the terminator included, and no failure was told. */
  isWhole: boolean;
  /** An event was lost: told again later, it is out of its place. */
  isSpoilt: boolean;
  /** When the terminator arrived. */
  doneAt?: number;
  /** When the reader was told that a person takes over. */
  escalatedAt?: number;
  /** The server says that it failed. */
  readonly hasFailed: boolean;
  /** The connection that tells it. */
  readonly stream: RecordedStream;
  /** In history. */
  storedId?: string;
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
    turns: [],
    runs: [],
    steps: [],
    pages: [],
    causes: [],
    outages: [],
    sleeps: [],
    complaints: [],
    refusals: [],
    received: new Set(),
    fed: new Map(),
    shownTies: new Map(),
    listed: new Map(),
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
