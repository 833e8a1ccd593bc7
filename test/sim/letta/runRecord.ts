import type { RecordedStream } from '../record.ts';

/** A run of the agent as the server made it, and what of it reached the reader. Plain data. */
export interface RecordedRun {
  readonly id: string;
  readonly conversationId: string;
  /** The reader's own words that began it. Absent: it was begun elsewhere. */
  readonly sendText?: string;
  readonly questionId: string;
  /** What was refused instead, because an answer is waited for. */
  refusedText?: string;
  readonly startedAt: number;
  readonly isBackground: boolean;
  readonly steps: RecordedStep[];
  status: 'running' | 'completed' | 'failed' | 'cancelled';
  /** It says no more. */
  endedAt?: number;
  /** When its last word, the terminator, reached the reader. */
  doneAt?: number;
  /** When the reader's wish to cancel it reached the server. */
  cancelledAt?: number;
  /** Connections that told of it. */
  readonly readers: RecordedStream[];
  /** When anything of it last reached the reader. */
  toldAt?: number;
  /** Numbers of chunks that reached the reader whole. Keep-alives are none. */
  readonly received: Set<number>;
}

/** One row of the server's, shown as one message: a step of a run, or what a person said. */
export interface RecordedStep {
  readonly id: string;
  readonly conversationId: string;
  readonly runId: string;
  readonly role: 'user' | 'assistant';
  /** As the wire tells it: whole seconds, in ms. */
  readonly createdAt: number;
  readonly parts: readonly RecordedPart[];
  /** In history since then. */
  storedAt?: number;
  /** What history has, when it is not everything. */
  kept?: readonly RecordedPart[];
  /** A chunk of it was lost on the way: until history tells, what is shown may have holes. */
  isSpoilt: boolean;
}

export type RecordedPart = RecordedText | RecordedCall;

export interface RecordedText {
  readonly type: 'text' | 'reasoning';
  readonly text: string;
  readonly deltas: readonly RecordedDelta[];
}

export interface RecordedDelta {
  readonly text: string;
  /** Of the text, through this. */
  readonly length: number;
  /** When it last reached the reader. */
  toldAt?: number;
}

export interface RecordedCall {
  readonly type: 'dynamic-tool';
  readonly id: string;
  readonly name: string;
  /** JSON. */
  readonly input: string;
  isError: boolean;
  output: string;
  /** The run stops there until the person says yes or no. */
  readonly needsAnswer?: boolean;
  /** What the person said last, and how often they said anything. */
  wish?: { readonly isApproved: boolean; readonly count: number };
  /** The server took the answer. */
  isAnswered?: boolean;
  /** How often an answer was brought to it. */
  posts?: number;
  /** When the tool was done, and its return in history. */
  returnedAt?: number;
  /** When its return reached the reader. */
  toldAt?: number;
}
