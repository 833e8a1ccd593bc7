import type { IncomingHttpHeaders } from 'node:http';
import type { Fault } from './fault.ts';
import type { SeededRandom } from './seededRandom.ts';
import type { SseFrame } from './sseFrame.ts';
import type { SseStream } from './sseStream.ts';
import type { VirtualClock } from './virtualClock.ts';

/**
 * What one emulated system must bring; everything else (sockets, faults, log, control plane) is common.
 * `TControl` are its typed functions for tests; the control plane calls the same ones.
 */
export interface ReferenceBackend<TControl extends BackendControl = BackendControl> {
  readonly name: string;
  /** The backend's name for a call, `undefined` for a path it does not know. */
  routeOf(method: string, path: string): string | undefined;
  /** Routes answered with a stream of their own (turns), besides `stream`. */
  readonly turnRoutes?: readonly string[];
  handle(call: ApiCall): Reply | Promise<Reply>;
  /** The error this system would send, for faults that name only a status. */
  errorReply(call: ApiCall, status: number, code?: string): BodyReply;
  readonly control: TControl;
  /** The transcript as a client should end up showing it, in order. */
  transcript(conversationId: string): readonly { readonly id: string; readonly text: string }[];
  /** Forgets everything. */
  clear(): void;
  /** What `/__ref/state` shows of it. */
  describe(): Record<string, unknown>;
}

/** What a backend gets from the machinery. `changed` tells waiting tests to look again. */
export interface BackendServices {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  changed(): void;
  /** Streams open now, over all conversations. */
  countStreams(): number;
}

/** Behind `/__ref/*`. Each takes one JSON object and returns JSON. */
export interface BackendControl {
  seed(data: never): void;
  script(data: never): void;
  emit(message: never): unknown;
  edit(change: never): unknown;
  remove(target: never): void;
  /** The transcript as the server has it, in order: the oracle. */
  messages(conversationId: string): readonly unknown[];
}

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Faults that only the backend can commit. */
  readonly faults: readonly Fault[];
}

export type Reply = BodyReply | StreamReply | RefusedReply;

export interface BodyReply {
  readonly type: 'body';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Runs when the response is out. */
  readonly afterSent?: () => void;
}

export interface StreamReply {
  readonly type: 'stream';
  readonly headers: Readonly<Record<string, string>>;
  /** Events before the place where this stream starts; what a `duplicate` on opening repeats. */
  readonly preceding: () => readonly SseFrame[];
  /** Names of JSON fields that faults change. */
  readonly fieldNames: { readonly text: string; readonly conversation: string };
  /** Called when the headers are out. */
  run(stream: SseStream): void;
}

/** The socket is destroyed. */
export interface RefusedReply {
  readonly type: 'refused';
}

/** A JSON body. */
export function jsonReply(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): BodyReply {
  return {
    type: 'body',
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}
