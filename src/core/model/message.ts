import type { ConversationError } from './conversationError.ts';
import type { MessagePart } from './messagePart.ts';

/** Who a message comes from, in AI SDK's words. A person on the other side is `assistant` with `author.kind` `human`. */
export type MessageRole = 'user' | 'assistant' | 'system';

/** The person or program behind a message. `self` is the reader. */
export interface MessageAuthor {
  readonly id: string;
  readonly name?: string;
  readonly kind: 'self' | 'human' | 'agent' | 'system';
  readonly avatarUrl?: string;
}

/**
 * Where a message is in its life. `queued`, `sending` and `failed` are local sends the server has not
 * confirmed; `interrupted` means the connection ended before the backend said done (text is kept);
 * `stopped` means the user stopped it.
 */
export type MessageStatus =
  | 'queued'
  | 'sending'
  | 'failed'
  | 'streaming'
  | 'complete'
  | 'stopped'
  | 'interrupted'
  | 'error';

/** One row of the transcript. Immutable: a change makes a new object under the same `key`. */
export interface Message<TMetadata = unknown> {
  /** Stable for the life of the row: use it as the React key. Survives id swap, refetch and remount. */
  readonly key: string;
  /** The server's id; a local id until the server acknowledged the send. */
  readonly id: string;
  readonly conversationId: string;
  readonly role: MessageRole;
  readonly author?: MessageAuthor;
  readonly parts: readonly MessagePart[];
  /** Epoch milliseconds, by the server's clock once acknowledged. */
  readonly createdAt: number;
  /** Epoch milliseconds of the last edit the backend told of. */
  readonly updatedAt?: number;
  readonly status: MessageStatus;
  readonly error?: ConversationError;
  /** The backend's own fields, typed per transport. */
  readonly metadata?: TMetadata;
}

/**
 * A message as a backend tells it: what a transport returns. Plain JSON, so it can be cached and persisted.
 * Build it field by field from checked input; never spread a wire object into it.
 */
export interface ServerMessage<TMetadata = unknown> {
  /** Not empty. Unique within the conversation. */
  readonly id: string;
  readonly conversationId: string;
  readonly role: MessageRole;
  readonly author?: MessageAuthor;
  readonly parts: readonly MessagePart[];
  /** Epoch milliseconds. Order is `sequence`, else `createdAt`, then the order the server listed them in. */
  readonly createdAt: number;
  readonly updatedAt?: number;
  /** The server's position of the message, where the wire has one. All messages of a transport have it, or none. */
  readonly sequence?: number;
  /** Grows with every edit, where the wire has one; a lower version never replaces a higher one. */
  readonly version?: number;
  /** The idempotency key or other client-made id the backend echoes, where it does. */
  readonly clientId?: string;
  /** The wire told only part of it (no attachments, say): core fetches the rest with `getMessage`. */
  readonly isIncomplete?: boolean;
  /**
   * The id was made here because the wire has none: history will list the message under another one, and
   * `matchesSend` tells which. The row stays in its place until then.
   */
  readonly isProvisional?: boolean;
  /** Default `complete`. */
  readonly status?: Exclude<MessageStatus, 'queued' | 'sending' | 'failed'>;
  readonly metadata?: TMetadata;
}
