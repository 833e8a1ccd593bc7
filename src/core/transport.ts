import type { ConversationEvent } from './model/conversationEvent.ts';
import type { MessagePart } from './model/messagePart.ts';
import type { Message, ServerMessage } from './model/message.ts';

/**
 * The port every backend implements: it knows one wire and performs **one attempt** of each thing.
 * It never retries, sleeps, or touches React; core does that for all of them.
 *
 * Rules for every method:
 * - Fail with a `ConversationError` whose `retryable` says whether the same call may work later.
 * - Obey `signal`: abort the request, cancel the body, leave nothing open.
 * - Treat everything from the wire as hostile: check it, build `ServerMessage`s field by field.
 * - Never put a credential into an error, a message or an event.
 */
export interface ConversationTransport<TMetadata = unknown> {
  /** Shown in diagnostics and part of cache keys, e.g. `bimpe`. */
  readonly name: string;
  /** Separates caches of different servers, agents or users. Never contains a secret. */
  readonly scope: string;
  readonly capabilities: TransportCapabilities;
  /**
   * Can the feed resume? `cursor`: yes, but the backend may silently ignore a dead cursor, so a resume
   * proves nothing. `cursor-checked`: the backend promises to refuse a dead cursor. `none`: it cannot.
   */
  readonly continuity: 'cursor' | 'cursor-checked' | 'none';
  readonly policy: ConnectionPolicy;
  /**
   * `turns` of `/core`: needed by a transport that streams messages in parts, answers in-band, polls, or whose
   * sends do not resolve with the stored message. Without it those fail with `unsupported`. A feed of whole
   * messages with whole receipts does without, and its apps do not load what would never run.
   */
  readonly turns?: TurnSupport;

  /** One page of history. Without `cursor`, `offset` or `limit` differing, the newest page. */
  listMessages(request: ListMessagesRequest): Promise<MessagePage<TMetadata>>;
  getMessage?(request: GetMessageRequest): Promise<ServerMessage<TMetadata>>;
  createConversation?(request: CreateConversationRequest): Promise<{ conversationId: string }>;

  /**
   * The endless feed: one batch per network chunk, an empty batch for a chunk that held only keep-alives
   * (any batch feeds the watchdog). The first batch holds `open`. Ends when the server closes, throws when
   * the connection breaks. Nothing is requested before the first `next()`.
   */
  openFeed?(request: OpenFeedRequest): AsyncIterable<readonly ConversationEvent[]>;

  /**
   * Sends once. A receipt for backends that answer on the feed; a *turn* for those that answer in-band: an
   * iterable that requests nothing before its first `next()`, says `open` in the first batch once the server
   * took the message, and ends when the server said that the turn is over (an early end of the body throws
   * `network`, retryable). One batch per network chunk, an empty one for keep-alives.
   * What fails before `open` was not taken. A message that still streams when the turn ends or throws is
   * `interrupted`. `cursor` events are where `resumeTurn` may go on.
   */
  sendMessage?(
    request: SendMessageRequest,
  ): Promise<SendReceipt<TMetadata>> | AsyncIterable<readonly ConversationEvent[]>;
  /**
   * Re-attaches to the turn that runs on the server, after a drop (`after`) or a reload. A turn as
   * `sendMessage` gives it; ends without a batch when nothing runs. `gone`: it cannot be resumed.
   */
  resumeTurn?(request: OpenFeedRequest): AsyncIterable<readonly ConversationEvent[]>;
  /** Cancels the running turn on the server, which hanging up does not. */
  cancelTurn?(request: {
    readonly conversationId: string;
    readonly signal: AbortSignal;
  }): Promise<void>;
  /** Another answer to the last message: a turn, as `sendMessage` gives it (`canRegenerate`). */
  regenerate?(request: RegenerateRequest): AsyncIterable<readonly ConversationEvent[]>;
  /** Answers a tool call that waits for approval (`canApprove`). The iterable is the turn that goes on. */
  respondToApproval?(
    request: RespondToApprovalRequest,
  ): Promise<void> | AsyncIterable<readonly ConversationEvent[]>;

  /**
   * Is `incoming` the stored form of `local`, a send or a provisional reply? Asked only about messages that
   * were not known when the send began, for backends that echo no client id. Default: same role and same
   * text; a provisional reply may be the beginning of its stored form.
   */
  matchesSend?(local: Message<TMetadata>, incoming: ServerMessage<TMetadata>): boolean;
}

/** What runs turns. Made by core (`turns`) and set on transports; of no other use. */
export interface TurnSupport {
  readonly kind: 'turns';
}

export interface TransportCapabilities {
  readonly canSend: boolean;
  /** `stop()` really cancels on the server. Without it, stop ends the turn locally and says so. */
  readonly canStop: boolean;
  readonly canRegenerate: boolean;
  readonly canAttach: boolean;
  readonly canApprove: boolean;
  /** A repeated send with the same idempotency key is stored once, so core may repeat it. */
  readonly isSendIdempotent: boolean;
  /**
   * How history is paged. `cursor`: anchored, pages do not move. `numbered`: positions counted from the
   * newest message, so pages drift while messages come and go; core passes `offset` and proves each page by
   * overlap. `whole`: one page is everything.
   */
  readonly history: 'cursor' | 'numbered' | 'whole';
}

export interface ConnectionPolicy {
  /** Delay before the next attempt, ms. `failures` counts from 0, `random` is uniform in [0, 1). */
  readonly backoff: (failures: number, random: () => number) => number;
  /** Upper bound, ms, on a `Retry-After` that is honoured. */
  readonly maxRetryAfter: number;
  /** A feed without a byte for this long is dead, ms. */
  readonly idleTimeout: number;
  /** A stream whose headers have not come in this time is given up, ms. */
  readonly headersTimeout: number;
  /** Any other request is given up after this time, ms. At most 30,000. */
  readonly requestTimeout: number;
  /** Consecutive failures before the conversation is `stalled` and only a slow probe goes on. */
  readonly maxRetries: number;
  /** What ends a run of failures: a delivered message, any event of the feed, or a feed open this long (ms). */
  readonly resetAfter: 'message' | 'event' | number;
  /** A turn that goes on longer than this is cut, ms. Default: no limit. */
  readonly turnTimeout?: number;
  /** When history is read for the rest of an interrupted turn, ms after the cut. Default 1, 3 and 8 s. */
  readonly recoveryDelays?: readonly number[];
  /**
   * How often history is read for messages that no stream brings, ms, by what the backend says about the
   * conversation (`status`). `undefined`: never. Only while visible.
   */
  readonly pollInterval?: (status: string | undefined) => number | undefined;
}

export interface ListMessagesRequest {
  readonly conversationId: string;
  /** `olderCursor` of the page before: the page wanted ends where that one began. */
  readonly cursor?: string;
  /**
   * `numbered` history only: so many newer messages are known already. The page returned must begin two
   * positions before it, so that the seam can be proven by overlap.
   */
  readonly offset?: number;
  /** Messages wanted. A transport may return more or fewer. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

export interface MessagePage<TMetadata = unknown> {
  /** Oldest first, whatever the wire's order is. */
  readonly messages: readonly ServerMessage<TMetadata>[];
  /** Present when there are older messages. Opaque to core. */
  readonly olderCursor?: string;
  readonly newerCursor?: string;
  /** Records of the page that could not be read and were left out: how many, or why, one reason for each. */
  readonly skipped?: number | readonly string[];
}

export interface GetMessageRequest {
  readonly conversationId: string;
  readonly messageId: string;
  readonly signal: AbortSignal;
}

export interface CreateConversationRequest {
  readonly message?: OutgoingMessage;
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
}

export interface OpenFeedRequest {
  readonly conversationId: string;
  /** Resume after this cursor, exclusive. */
  readonly after?: string;
  readonly signal: AbortSignal;
}

/** What is sent: text, or parts where the transport can take them (`canAttach`). */
export interface OutgoingMessage {
  readonly parts: readonly MessagePart[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface SendMessageRequest {
  readonly conversationId: string;
  readonly message: OutgoingMessage;
  /** The same for every retry of one send. */
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
}

export interface RegenerateRequest {
  readonly conversationId: string;
  /** The assistant message to replace; the newest one by default. */
  readonly messageId?: string;
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
}

/** The stored message, where the backend returns it. */
export interface SendReceipt<TMetadata = unknown> {
  readonly message?: ServerMessage<TMetadata>;
}

export interface RespondToApprovalRequest {
  readonly conversationId: string;
  readonly approvalId: string;
  readonly isApproved: boolean;
  readonly reason?: string;
  /** The result of a tool that the app itself ran, for a call that waits for it. */
  readonly output?: unknown;
  readonly signal: AbortSignal;
}
