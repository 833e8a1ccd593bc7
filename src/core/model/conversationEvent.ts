import type { ConversationError } from './conversationError.ts';
import type { ServerMessage } from './message.ts';
import type { MessagePart } from './messagePart.ts';

/**
 * What a transport tells core, whatever its wire looks like. Events of one batch are
 * committed together, cursor included, before anything is published.
 */
export type ConversationEvent =
  /**
   * The stream is established: everything created from now on will be delivered (headers arrived).
   * `cursor` is a place to resume from should the stream drop before its first event.
   */
  | { readonly type: 'open'; readonly resumed?: boolean; readonly cursor?: string }
  /** A whole message: inserted, or a live edit when the id is known. */
  | { readonly type: 'message'; readonly message: ServerMessage }
  | { readonly type: 'message-deleted'; readonly messageId: string }
  /** A streamed message begins. Parts follow by `part-*`; `message-end` ends it. */
  | { readonly type: 'message-start'; readonly message: ServerMessage }
  /** Adds a part, or replaces it (authoritative content, tool states). Unknown messages are a diagnostic. */
  | {
      readonly type: 'part-set';
      readonly messageId: string;
      readonly partId: string;
      readonly part: MessagePart;
    }
  /** Appends to the text of a text or reasoning part set before. */
  | {
      readonly type: 'part-delta';
      readonly messageId: string;
      readonly partId: string;
      readonly delta: string;
    }
  | {
      readonly type: 'message-end';
      readonly messageId: string;
      readonly status: 'complete' | 'stopped' | 'interrupted' | 'error';
      readonly error?: ConversationError;
    }
  /** Resume point after everything before it in this batch. Never sent for heartbeats or half events. */
  | { readonly type: 'cursor'; readonly cursor: string }
  | { readonly type: 'status'; readonly status: string; readonly detail?: unknown }
  /** SSE `retry:`, milliseconds: a lower bound for the next delay. */
  | { readonly type: 'retry'; readonly delay: number }
  /** Something tolerated. `isLossy`: an event could not be read, so the feed reconciles once. */
  | {
      readonly type: 'diagnostic';
      readonly code: DiagnosticCode;
      readonly detail?: string;
      readonly isLossy?: boolean;
    };

/** Tolerated violations, counted per conversation and handed to `onDiagnostic`. */
export type DiagnosticCode =
  | 'malformed_event'
  | 'unknown_event'
  | 'foreign_message'
  | 'orphan_part'
  | 'deleted_message'
  | 'stale_event'
  | 'skipped_event'
  | 'history_drift';

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly conversationId: string;
  /** Masked, at most a few hundred characters. */
  readonly detail?: string;
}
