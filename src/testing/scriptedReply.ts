import type {
  ConversationError,
  ConversationErrorCode,
  MessagePart,
  ServerMessage,
} from '../core/index.ts';

/** What the agent does to answer: a text, or steps one after the other. `undefined`: it says nothing. */
export type ScriptedReply = string | readonly ReplyStep[] | undefined;

/** Answers each message that is sent. */
export type Replier = (
  message: ServerMessage,
  /** Everything stored so far, `message` included, oldest first. */
  messages: readonly ServerMessage[],
) => ScriptedReply;

/**
 * One step of a reply:
 * - a string, a `text` or a `reasoning` part is streamed at the transport's pace;
 * - any other part appears at once; a tool part with a known `toolCallId` replaces the one before. After a
 *   tool part in state `approval-requested` the turn ends, and goes on with the rest once it is answered;
 * - `wait` does nothing for `delay` ms; `status` tells the state of the conversation, e.g. `escalated`;
 * - `drop` breaks the connection while the agent goes on; `error` makes the agent fail: the reply ends there.
 */
export type ReplyStep =
  | string
  | MessagePart
  | { readonly type: 'wait'; readonly delay: number }
  | { readonly type: 'status'; readonly status: string; readonly detail?: unknown }
  | { readonly type: 'drop' }
  | { readonly type: 'error'; readonly error?: ConversationError | ConversationErrorCode };

/** How fast the agent writes. */
export interface ScriptedPace {
  /** Ms until the first word. Default 300. */
  readonly delay: number;
  /** Ms between two deltas. Default 30. 0: all of a part at once. */
  readonly interval: number;
  /** Characters of a delta. Default 6. */
  readonly size: number;
}

export const defaultPace: ScriptedPace = { delay: 300, interval: 30, size: 6 };
