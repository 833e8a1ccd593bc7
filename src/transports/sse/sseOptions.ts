import type {
  ConnectionPolicy,
  ConversationEvent,
  ConversationTransport,
  GetMessageRequest,
  HeadersSource,
  ListMessagesRequest,
  MessageAuthor,
  MessagePart,
  MessageRole,
  OpenFeedRequest,
  SendMessageRequest,
  ServerMessage,
  TransportCapabilities,
} from '../../core/index.ts';

/** As `JSON.parse` gives it: annotate it with your wire's type. What a mapper returns is checked. */
export type WireJson = ReturnType<typeof JSON.parse>;

/**
 * An address, joined to `baseUrl` unless it is absolute. In a string, `{name}` stands for a field of the request,
 * encoded; a query parameter whose field is not there is left out: `/rooms/{conversationId}?before={cursor}`.
 * A function is asked for every attempt and encodes for itself.
 */
export type SseUrl<TRequest> = string | ((request: TRequest) => string | Promise<string>);

/** Options that are just an address may be given as that. */
export type SseRoute<TOptions extends { readonly url: unknown }> = TOptions | TOptions['url'];

/** Options of `createSseTransport`. Only `baseUrl`, `history` and `readMessage` are required. */
export interface SseTransportOptions<TMetadata = unknown> {
  /** Shown in diagnostics and errors. Default `sse`. */
  readonly name?: string;
  /** Where addresses begin, e.g. `/api/chat` or `https://chat.example/v1`. */
  readonly baseUrl: string;
  /** Separates caches; add the user's id where several users share a page. Default: `name` and `baseUrl`. */
  readonly scope?: string;
  readonly fetch?: typeof fetch;
  /**
   * Added to every request; a function is asked for every attempt. What it throws is a failed, retryable
   * attempt unless it has `status` 401, 403 or 404. The values are masked in errors.
   */
  readonly headers?: HeadersSource;
  /** Overrides of what every request carries, e.g. `{ credentials: 'include' }`. Default `same-origin`. */
  readonly requestInit?: RequestInit;
  /** Back-off, timeouts, retries, in ms. Default: full jitter 500–10,000; a feed silent for 45,000 is dead. */
  readonly policy?: Partial<ConnectionPolicy>;
  /**
   * `cursor` (default with a `feed`): it resumes, but a dead cursor may be ignored, so every reconnect reads
   * history. `cursor-checked`: the server answers 400 or 410 to a dead one. `none`: it cannot resume.
   */
  readonly continuity?: ConversationTransport['continuity'];

  /** A message of your wire, wherever it comes from. Nothing: not one to show. A throw: it is malformed. */
  readonly readMessage: (wire: WireJson, context: SseContext) => SseMessage<TMetadata> | Nothing;
  /**
   * What stream events mean, by their SSE `event` name (`message` when they have none). Default: `message`
   * is a whole message in JSON. Events without a reader are counted as `unknown_event`.
   */
  readonly events?: Readonly<Record<string, SseEventReader>>;
  /** Events that only say that the stream lives. Default `heartbeat` and `ping`; comments always do. */
  readonly heartbeats?: readonly string[];

  readonly history: SseRoute<SseHistoryOptions>;
  /** One message by id, for those that `readMessage` marks `isIncomplete`. */
  readonly message?: SseUrl<GetMessageRequest>;
  /** The endless stream of what happens. Without it: history and turns only. */
  readonly feed?: SseRoute<SseStreamOptions>;
  /** A POST that stores a message; the answer comes on the feed. */
  readonly send?: SseRoute<SseSendOptions>;
  /** A POST that is answered in-band, by an event stream that ends with the turn. Goes before `send`. */
  readonly turn?: SseRoute<SseTurnOptions>;
  /** A GET that goes on with the turn that runs. 204: none does. */
  readonly resume?: SseRoute<SseStreamOptions>;
  /** A POST that cancels the turn on the server. */
  readonly cancel?: SseUrl<{ readonly conversationId: string }>;
}

export type Nothing = null | undefined;

/** `text` is short for one text part; `createdAt` and `updatedAt` are epoch ms, a date, or ISO 8601 text. */
export interface SseMessage<TMetadata = unknown> {
  readonly id: string | number;
  readonly role: MessageRole;
  readonly text?: string | undefined;
  readonly parts?: readonly MessagePart[] | undefined;
  readonly createdAt: number | string | Date;
  readonly updatedAt?: number | string | Date | Nothing;
  /** Default: the conversation that was asked for. Messages of another are dropped and counted. */
  readonly conversationId?: string | undefined;
  readonly author?: MessageAuthor | undefined;
  /** The server's position. All messages have it, or none. */
  readonly sequence?: number | undefined;
  /** Grows with every edit. */
  readonly version?: number | undefined;
  /** The idempotency key, where the server echoes it. */
  readonly clientId?: string | Nothing;
  readonly isIncomplete?: boolean | undefined;
  readonly isProvisional?: boolean | undefined;
  readonly status?: ServerMessage['status'] | undefined;
  readonly metadata?: TMetadata | undefined;
}

export interface SseContext {
  readonly conversationId: string;
}

/** One event of a stream, as a reader of `events` gets it. */
export interface SseEvent extends SseContext {
  readonly type: string;
  readonly data: string;
  /** `data` parsed. Throws where it is not JSON, which makes the event malformed. */
  readonly json: WireJson;
  readonly lastEventId: string;
  /** Of the send this stream answers; `undefined` on a feed. */
  readonly idempotencyKey?: string;
  /** Empty at the start of each stream: for readers that must remember. */
  readonly state: Map<string, unknown>;
}

/** What `events` readers return: core's events, with messages in the shape `readMessage` returns. */
export type SseConversationEvent =
  | Exclude<ConversationEvent, { type: 'open' | 'cursor' | 'message' | 'message-start' }>
  | { readonly type: 'message' | 'message-start'; readonly message: SseMessage };

/** A throw, or a return that is not an event, is a `malformed_event` diagnostic and reads history once. */
export type SseEventReader = (
  event: SseEvent,
) => SseConversationEvent | readonly SseConversationEvent[] | Nothing;

export interface SseHistoryRequest extends ListMessagesRequest {
  /** `numbered` only: positions, from the newest message, to leave out. */
  readonly offset: number;
  /** `numbered` only, where the address has `{page}`: the same as a number, from 1, of pages of `limit`. */
  readonly page: number;
}

export interface SseHistoryOptions {
  readonly url: SseUrl<SseHistoryRequest>;
  /** What anchors a page: `{cursor}`, `{offset}` or `{page}`, or nothing. Default `cursor`. */
  readonly paging?: TransportCapabilities['history'];
  /** How the server lists messages. Default `oldest-first`. */
  readonly order?: 'oldest-first' | 'newest-first';
  /** Most messages the server gives at once. Default 100. */
  readonly maxLimit?: number;
  /** Finds the page in the answer. Default: the answer is one, or an array of messages. */
  readonly read?: (json: WireJson) => SsePage;
}

/** One page as your wire has it. Each of `messages` goes through `readMessage`. */
export interface SsePage {
  readonly messages: readonly WireJson[];
  /** Where the page before begins; null: there is none. Default: the id of the oldest message, if there is more. */
  readonly olderCursor?: string | number | Nothing;
  /** Default: by `olderCursor`, else whether the page is full. */
  readonly hasOlder?: boolean | undefined;
}

export interface SseStreamOptions {
  readonly url: SseUrl<OpenFeedRequest>;
  /** How the cursor travels: `header` is `Last-Event-ID`. Default `url` if that is a function or has `{after}`. */
  readonly resumeBy?: 'header' | 'url';
  /** The cursor an event moves to. Default: its SSE id. */
  readonly readCursor?: (event: SseEvent) => string | number | Nothing;
}

export interface SseSendRequest extends SendMessageRequest {
  /** The text of the message. */
  readonly text: string;
}

/** What a send and a turn have in common. */
export interface SseOutgoing {
  readonly url: SseUrl<SseSendRequest>;
  /** Default `POST`. */
  readonly method?: string;
  /** Sent as JSON. Default `{ text }`, with `parts` where it can attach. */
  readonly body?: (request: SseSendRequest) => unknown;
  /**
   * The server stores a repeated `Idempotency-Key` once: the header is sent, and core may repeat a send whose
   * answer was lost. Default false.
   */
  readonly isIdempotent?: boolean;
  /** Takes parts other than text. Default false. */
  readonly canAttach?: boolean;
}

export interface SseSendOptions extends SseOutgoing {
  /** Finds the stored message in the answer. Default: the answer is it. Nothing, or an empty answer: the feed tells. */
  readonly read?: (json: WireJson) => WireJson;
}

export interface SseTurnOptions extends SseOutgoing, Pick<SseStreamOptions, 'readCursor'> {
  /**
   * The last event of a turn, e.g. `({ data }) => data === '[DONE]'`: a stream that ends without it was cut.
   * Default: the turn ends with the stream.
   */
  readonly isEnd?: (event: SseEvent) => boolean;
}
