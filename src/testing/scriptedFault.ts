import {
  ConversationError,
  isConversationError,
  type ConversationErrorCode,
} from '../core/index.ts';

/** The calls a client makes. `feed` and `resume` open a stream. */
export type ScriptedRequestKind =
  | 'history'
  | 'send'
  | 'feed'
  | 'resume'
  | 'cancel'
  | 'regenerate'
  | 'approval';

interface NextRequests {
  /** Which requests it hits. Default: any. */
  readonly request?: ScriptedRequestKind;
  /** How many. Default 1. */
  readonly times?: number;
}

/** Something that goes wrong: with the next requests, with the next messages on the feed, or with the open streams now. */
export type ScriptedFault =
  /** The request fails and nothing was done. Default `server_error`, which is retryable. */
  | ({
      readonly kind: 'refuse';
      readonly error?: ConversationError | ConversationErrorCode;
    } & NextRequests)
  /** The request takes so many ms longer; with `Infinity` it is never answered. */
  | ({ readonly kind: 'delay'; readonly delay: number } & NextRequests)
  /** The send is stored, and its answer is lost on the way back. */
  | { readonly kind: 'lose-answer'; readonly times?: number }
  /** The next events of the feed come twice. */
  | { readonly kind: 'duplicate'; readonly times?: number }
  /** The next events of the feed arrive garbled: history has to tell. */
  | { readonly kind: 'garble'; readonly times?: number }
  /** Breaks every open stream. Default error `network`. */
  | { readonly kind: 'drop'; readonly error?: ConversationError | ConversationErrorCode }
  /** Ends every open stream cleanly, as a server that restarts does. */
  | { readonly kind: 'close' }
  /** The open streams stay open and bring nothing more, not even heartbeats. */
  | { readonly kind: 'half-open' }
  /** No stream can be resumed from a cursor given out so far. */
  | { readonly kind: 'forget-cursors' };

/** Faults by chance, each the probability in [0, 1] that it hits a request or an event. Repeatable by `seed`. */
export type RandomFaults = Readonly<
  Partial<Record<'refuse' | 'lose-answer' | 'duplicate' | 'garble' | 'drop' | 'half-open', number>>
>;

const retryableCodes = new Set<ConversationErrorCode>([
  'network',
  'timeout',
  'rate_limited',
  'server_error',
]);

export function createFaultError(
  error: ConversationError | ConversationErrorCode,
): ConversationError {
  if (isConversationError(error)) return error;
  return new ConversationError(error, `A scripted failure: ${error}.`, {
    retryable: retryableCodes.has(error),
  });
}
