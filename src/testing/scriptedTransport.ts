import type {
  Clock,
  ConversationEvent,
  ConversationTransport,
  MessageAuthor,
  ServerMessage,
} from '../core/index.ts';
import type { RandomFaults, ScriptedFault, ScriptedRequestKind } from './scriptedFault.ts';
import type { ScriptedMessage } from './scriptedMessage.ts';
import type { Replier, ScriptedPace, ScriptedReply } from './scriptedReply.ts';

/** What can be changed while it runs, by `configure`. */
export interface ScriptedConditions {
  /** Answers each message that is sent. Default: nobody answers. */
  readonly reply: Replier | ScriptedReply;
  /** Who answers, and speaks when you call `say`. Default: nobody by name. */
  readonly agent: MessageAuthor | undefined;
  readonly pace: Partial<ScriptedPace>;
  /** Ms that each request takes, or a range to draw from. Default 0. */
  readonly latency: number | readonly [min: number, max: number];
  /** What goes wrong by chance. Default: nothing. */
  readonly faults: RandomFaults;
  /** `false`: no request gets through and open streams break, as without a network. Default true. */
  readonly isReachable: boolean;
}

export interface ScriptedTransportOptions
  extends
    Partial<ScriptedConditions>,
    Partial<Pick<ConversationTransport, 'name' | 'scope' | 'continuity' | 'matchesSend'>> {
  /** What was said before anybody came, oldest first, by conversation id. Any other conversation is empty. */
  readonly conversations?: Readonly<Record<string, readonly ScriptedMessage[]>>;
  /**
   * `feed` (default): an endless stream brings every message, a send is answered by a receipt. `turn`: there
   * is no feed, the answer streams in the response to the send.
   */
  readonly shape?: 'feed' | 'turn';
  /** Of everything drawn by chance. Default 1. */
  readonly seed?: number;
  /** Default: the system's, read at call time (so that fake timers work). A virtual one makes `advance` work. */
  readonly clock?: Clock;
  /** Ms between keep-alives of an open stream. Default 15,000. */
  readonly heartbeat?: number;
  readonly capabilities?: Partial<ConversationTransport['capabilities']>;
  readonly policy?: Partial<ConversationTransport['policy']>;
}

/** A request the client made. */
export interface ScriptedRequest {
  readonly kind: ScriptedRequestKind;
  readonly conversationId: string;
  /** Epoch ms, by the transport's clock. */
  readonly at: number;
  /** The cursor of a page (`history`) or where a stream was to go on (`feed`, `resume`). */
  readonly cursor?: string;
  readonly idempotencyKey?: string;
}

/** A whole backend in memory: a transport, and what a test or a story does to the server behind it. */
export interface ScriptedTransport extends ConversationTransport {
  /** Stores a message and tells the feed. Returns it whole. */
  emit(conversationId: string, message: ScriptedMessage): ServerMessage;
  /** Changes a stored message and tells the feed. Throws `invalid_argument` when there is none. */
  edit(conversationId: string, messageId: string, change: ScriptedMessage): ServerMessage;
  /** Deletes a stored message and tells the feed. Throws `invalid_argument` when there is none. */
  delete(conversationId: string, messageId: string): void;
  /** The agent speaks unasked, step by step at its pace. Resolves with what was stored. Feeds only. */
  say(conversationId: string, reply: ScriptedReply): Promise<ServerMessage | undefined>;
  /** Tells the feed these events as they are, and stores nothing: for what `emit` cannot say. */
  tell(conversationId: string, ...events: ConversationEvent[]): void;
  /** Something goes wrong, now or next. */
  fault(fault: ScriptedFault): void;
  /** Changes the conditions given, keeps the others. `faults: {}` ends all chance, and forgets faults to come. */
  configure(conditions: Partial<ScriptedConditions>): void;
  /** What the server has, oldest first: what a reader should see in the end. */
  messages(conversationId: string): readonly ServerMessage[];
  /** Every request so far, oldest first. */
  readonly requests: readonly ScriptedRequest[];
  /** How many requests of this kind, or in all. */
  countRequests(kind?: ScriptedRequestKind): number;
  /** Streams that are open now. */
  readonly openStreams: number;
  /** Lets virtual time pass. Throws `invalid_argument` unless `clock` is a virtual clock. */
  advance(ms: number): Promise<void>;
  /** Ends every stream and reply; leaves no timer. */
  dispose(): void;
}
