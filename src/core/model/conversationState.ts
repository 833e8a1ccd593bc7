import type { ConversationError } from './conversationError.ts';
import type { TransportCapabilities } from '../transport.ts';

/**
 * What is known about completeness. `joining`: not proven yet for the first time. `live`: everything the
 * server has is here and new messages arrive. `reconciling`: continuity was lost and is being proven again.
 * `gap`: messages may be missing at `gaps`. `paused`: not following (`live: false`, disconnected, released).
 */
export type Continuity = 'joining' | 'live' | 'reconciling' | 'gap' | 'paused';

/**
 * `waiting`: a retry is scheduled (`retryAt`). `stalled`: the retry budget is spent, a slow probe goes on.
 * `unauthorized`: the backend refused the credentials, nothing more happens until `reconnect()`.
 * `closed`: the backend said no (`error` tells why) or has nothing to stream.
 */
export type ConnectionStatus =
  | 'idle'
  | 'connecting'
  | 'open'
  | 'waiting'
  | 'offline'
  | 'stalled'
  | 'unauthorized'
  | 'closed';

export interface Connection {
  readonly status: ConnectionStatus;
  /** Consecutive attempts since the last one that worked; 0 while calm. */
  readonly attempt: number;
  /** Epoch ms of the next attempt, while one is scheduled. */
  readonly retryAt?: number;
  /** Epoch ms of the last byte. Published with other changes, never for its own sake. */
  readonly lastActivityAt?: number;
  readonly error?: ConversationError;
}

/** AI SDK's words for the current turn: `submitted` = sent, nothing of the answer here yet. */
export type TurnStatus = 'ready' | 'submitted' | 'streaming' | 'error';

/** What the backend says about the whole conversation, e.g. `{ status: 'escalated', detail: … }`. */
export interface ConversationStatus {
  readonly status: string;
  readonly detail?: unknown;
}

/** A stretch where messages may be missing: between the rows `afterKey` and `beforeKey`. */
export interface Gap {
  readonly afterKey: string;
  readonly beforeKey: string;
}

/**
 * One immutable picture of a conversation, published at most once per frame. Read its messages with
 * `selectMessages`, `selectMessage` and `selectMessageKeys`.
 */
export interface ConversationState {
  readonly conversationId: string;
  readonly status: TurnStatus;
  /** Why the last turn or the last history request failed. */
  readonly error: ConversationError | undefined;
  readonly connection: Connection;
  readonly continuity: Continuity;
  readonly conversationStatus: ConversationStatus | undefined;
  /** The first history page is not there yet. */
  readonly isPending: boolean;
  readonly hasOlderMessages: boolean;
  readonly isLoadingOlderMessages: boolean;
  readonly gaps: readonly Gap[];
  readonly capabilities: TransportCapabilities;
  /** Row keys, oldest first. A new array only when the list itself changed. */
  readonly keys: readonly string[];
  /** Grows with every publish that changed a message or the list. */
  readonly revision: number;
}
