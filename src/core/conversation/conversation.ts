import type { StoreApi } from 'zustand/vanilla';
import type { ConversationState } from '../model/conversationState.ts';
import type { Diagnostic, DiagnosticCode } from '../model/conversationEvent.ts';
import type { Message } from '../model/message.ts';
import type { Clock, Environment } from '../environment.ts';
import type { HistorySource } from '../history.ts';
import type {
  ConversationTransport,
  OutgoingMessage,
  RespondToApprovalRequest,
} from '../transport.ts';

/** `output`: the result of a tool that the app itself ran. */
export type ApprovalResponse = Omit<RespondToApprovalRequest, 'conversationId' | 'signal'>;

/** What `sendMessage` takes: text, or parts in AI SDK's shapes. */
export type SendMessageInput = string | { readonly text: string } | OutgoingMessage;

/**
 * The handle of one conversation, shared by everyone who asks the client for the same id. Holds nothing
 * until connected. All functions are stable and bound.
 */
export interface Conversation<TMetadata = unknown> {
  readonly id: string;
  readonly store: StoreApi<ConversationState>;
  readonly transport: ConversationTransport<TMetadata>;

  /**
   * Joins: the first one reads history and opens the feed, the last release tears both down. `live: false`
   * reads history only. The returned release works once; connecting again later is fine.
   */
  readonly connect: (options?: { readonly live?: boolean }) => () => void;
  /** Calls back after a publish that changed this row. */
  readonly subscribeMessage: (key: string, onChange: () => void) => () => void;

  /**
   * Sends at once and shows the row at once. Resolves with the acknowledged message (feeds) or the final
   * message of the turn. Rejects with a ConversationError; the row stays, `failed`, to retry or discard. What
   * waits for the network for over an hour is not sent unasked: `waited_too_long`.
   */
  readonly sendMessage: (input: SendMessageInput) => Promise<Message<TMetadata>>;
  /** Sends a `failed` row again with the same idempotency key. */
  readonly retryMessage: (key: string) => Promise<Message<TMetadata>>;
  /** Removes a row the server never confirmed. */
  readonly discardMessage: (key: string) => void;
  /**
   * Ends the running turn at once; its text stays, `stopped`, and nothing resumes it. Where the backend can
   * (`capabilities.canStop`) it is cancelled there too: rejects when that fails. Without a turn: nothing.
   */
  readonly stop: () => Promise<void>;
  /** Another answer to the last message. Rejects with `unsupported` where the backend has none (`canRegenerate`). */
  readonly regenerate: (messageId?: string) => Promise<Message<TMetadata>>;
  /** Answers a tool call that waits; resolves when the turn that follows is over. `unsupported` without `canApprove`. */
  readonly respondToApproval: (response: ApprovalResponse) => Promise<void>;

  /** Loads one page before the oldest row; fills a gap first if there is one. One at a time. */
  readonly loadOlderMessages: () => Promise<void>;
  /** Proves continuity again by reading history from its newest end. Resolves when proven or given up. */
  readonly reconcile: () => Promise<void>;
  /** Attempts now: ends a wait, a stall, `unauthorized`, `closed` or `disconnect()`. */
  readonly reconnect: () => void;
  /** Hangs up and stays so until `reconnect()`, whoever is mounted. */
  readonly disconnect: () => void;
  /** While held, no row is evicted (a reader is looking at old ones). Returns the release. */
  readonly holdMessages: () => () => void;
  /** How often each tolerated violation happened here. */
  readonly getDiagnostics: () => ReadonlyMap<DiagnosticCode, number>;
}

export interface ConversationClientOptions<TMetadata = unknown> {
  readonly transport: ConversationTransport<TMetadata>;
  /** Default: in memory. */
  readonly history?: HistorySource;
  readonly environment?: Environment;
  readonly clock?: Clock;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  /** Messages per history page. Default 20. */
  readonly pageSize?: number;
  /** Rows kept in memory while following; older ones come back through `loadOlderMessages`. Default 2,000. */
  readonly maxMessages?: number;
  /** Called once for each message that arrives after the first page: live or found by a reconcile. Never for history or own sends. */
  readonly onMessage?: (message: Message<TMetadata>) => void;
  readonly onDiagnostic?: (diagnostic: Diagnostic) => void;
}

/** One per user session, one per request on a server. */
export interface ConversationClient<TMetadata = unknown> {
  readonly transport: ConversationTransport<TMetadata>;
  /** The shared handle of this id. Throws `invalid_argument` for an empty id. */
  conversation(id: string): Conversation<TMetadata>;
  /**
   * Reads the first page into the history cache, unless something is held already; connects nothing. Asked
   * again meanwhile, gives the same promise. Rejects with a ConversationError after three attempts.
   */
  prefetch(id: string): Promise<void>;
  /** Ends every conversation; leaves no timer, listener or socket. */
  dispose(): void;
}
