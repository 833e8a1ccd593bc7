import {
  createEqualJitter,
  getMessageText,
  requestJson,
  type ConnectionPolicy,
  type ConversationErrorCode,
  type ConversationTransport,
  type CreateConversationRequest,
  type GetMessageRequest,
  type HeadersSource,
  type HttpRequest,
  type ListMessagesRequest,
  type MessagePage,
  type SendMessageRequest,
  type SendReceipt,
  type ServerMessage,
} from '../../core/index.ts';
import { choosePage } from '../request/choosePage.ts';
import { createHeaders } from '../request/createHeaders.ts';
import { createUnreadable } from '../request/createUnreadable.ts';
import { encodeId } from '../request/encodeId.ts';
import { warnAboutKey } from '../request/warnAboutKey.ts';
import { openBimpeFeed } from './openBimpeFeed.ts';
import { readBimpeMessage, type BimpeMetadata } from './readBimpeMessage.ts';
import { readTicket, requestTicket, type BimpeTicket, type GetBimpeTicket } from './ticket.ts';

/** Options of the BimpeAI transport. In a browser: `getTicket` and a proxied `baseUrl`, never `apiKey`. */
export interface BimpeTransportOptions {
  /** Or a function, asked at every request. */
  readonly agentId: string | (() => string);
  /** `https://api.bimpe.ai/api/v1/console`, or your app's proxy of it (`createProxyHandler` of `/server`). */
  readonly baseUrl: string;
  /** Where the stream is opened, when not at `baseUrl`. The ticket alone opens it: no header is sent there. */
  readonly streamBaseUrl?: string;
  /** Gets a stream ticket from your backend. Default: asks `baseUrl` for it. */
  readonly getTicket?: GetBimpeTicket;
  /** Servers only: a key in a browser is everybody's key. */
  readonly apiKey?: string;
  readonly fetch?: typeof fetch;
  /** Added to history, send and ticket requests; a function is asked for every attempt. */
  readonly headers?: HeadersSource;
  /** Separates caches; add the user's id where several users share a page. Default: `baseUrl` and agent. */
  readonly scope?: string;
  readonly policy?: Partial<ConnectionPolicy>;
  /** Overrides of what every request carries (`credentials`, `redirect`, …). */
  readonly requestInit?: RequestInit;
}

export interface BimpeTransport extends ConversationTransport<BimpeMetadata> {
  /** A stream ticket on its own, for whoever opens the stream: `{ ticket, expires_in }`, seconds. */
  streamTicket(
    conversationId: string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<BimpeTicket>;
  getMessage(request: GetMessageRequest): Promise<ServerMessage<BimpeMetadata>>;
  sendMessage(request: SendMessageRequest): Promise<SendReceipt<BimpeMetadata>>;
  /** Begins a conversation with its first message; `metadata` of that message goes into the request's body. */
  createConversation(request: CreateConversationRequest): Promise<{ conversationId: string }>;
}

/** Messages of one page of history. */
const maxLimit = 100;

/** Codes that decide more than their status does (PROTOCOLS §3.8). */
const codes = new Map<string, ConversationErrorCode>([['too_many_streams', 'too_many_streams']]);

/** PROTOCOLS §3.7, §10.1, §10.2. */
const defaultPolicy: ConnectionPolicy = {
  backoff: createEqualJitter({ base: 500, cap: 8_000 }),
  maxRetryAfter: 60_000,
  idleTimeout: 45_000,
  headersTimeout: 30_000,
  requestTimeout: 30_000,
  maxRetries: 5,
  resetAfter: 'message',
};

/**
 * BimpeAI: a feed of whole messages, resumed by message id or ISO time, opened with a single-use ticket;
 * history by page number; idempotent sends.
 */
export function createBimpeTransport(options: BimpeTransportOptions): BimpeTransport {
  const { agentId, apiKey } = options;
  const baseUrl = trimSlash(options.baseUrl);
  const streamBaseUrl = trimSlash(options.streamBaseUrl ?? options.baseUrl);
  const getAgentId = typeof agentId === 'function' ? agentId : () => agentId;
  warnAboutKey(apiKey, 'createBimpeTransport', 'getTicket and a proxied baseUrl');

  const getPath = (conversationId: string, rest: string): string =>
    `/agents/${encodeId(getAgentId())}/conversations/${encodeId(conversationId)}${rest}`;
  const call = async (
    request: Pick<HttpRequest, 'url' | 'method' | 'body' | 'signal' | 'headers'>,
  ): Promise<Record<string, unknown>> => {
    const headers = await createHeaders(options.headers, apiKey);
    for (const [name, value] of new Headers(request.headers)) headers.set(name, value);
    const answer = await requestJson({
      ...request,
      headers,
      fetch: options.fetch,
      requestInit: options.requestInit,
      secrets: apiKey ? [apiKey] : [],
      codes,
    });
    return typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : {};
  };
  const mintTicket: GetBimpeTicket = async ({ conversationId, signal }) => {
    const url = `${baseUrl}${getPath(conversationId, '/stream-ticket')}`;
    return readTicket((await call({ url, method: 'POST', signal }))['data']);
  };
  const getTicket = (conversationId: string, signal: AbortSignal): Promise<BimpeTicket> =>
    requestTicket(options.getTicket ?? mintTicket, {
      agentId: getAgentId(),
      conversationId,
      signal,
    });

  return {
    name: 'bimpe',
    get scope() {
      return options.scope ?? `${baseUrl}#${getAgentId()}`;
    },
    continuity: 'cursor',
    policy: { ...defaultPolicy, ...options.policy },
    capabilities: {
      canSend: true,
      canStop: false,
      canRegenerate: false,
      canAttach: false,
      canApprove: false,
      isSendIdempotent: true,
      history: 'numbered',
    },
    streamTicket: (conversationId, { signal = new AbortController().signal } = {}) =>
      getTicket(conversationId, signal),
    openFeed: ({ conversationId, after, signal }) =>
      openBimpeFeed({
        conversationId,
        after,
        signal,
        url: `${streamBaseUrl}${getPath(conversationId, '/stream')}`,
        getTicket: () => getTicket(conversationId, signal),
        fetch: options.fetch,
        requestInit: options.requestInit,
        codes,
      }),
    async listMessages({ conversationId, offset = 0, limit, signal }: ListMessagesRequest) {
      const { page, size } = choosePage(offset, limit, maxLimit);
      const url = `${baseUrl}${getPath(conversationId, '/messages')}?page=${page}&limit=${size}&sort=-created_at`;
      return readPage(await call({ url, signal }), conversationId);
    },
    async getMessage({ conversationId, messageId, signal }) {
      const url = `${baseUrl}${getPath(conversationId, `/messages/${encodeId(messageId)}`)}`;
      return readOne(await call({ url, signal }), conversationId);
    },
    async sendMessage({ conversationId, message, idempotencyKey, signal }) {
      const answer = await call({
        url: `${baseUrl}${getPath(conversationId, '/messages')}`,
        method: 'POST',
        headers: { 'idempotency-key': idempotencyKey },
        body: { message: getMessageText(message), role: 'user' },
        signal,
      });
      return { message: readOne(answer, conversationId) };
    },
    async createConversation({ message, idempotencyKey, signal }) {
      const answer = await call({
        url: `${baseUrl}/agents/${encodeId(getAgentId())}/conversations/messages`,
        method: 'POST',
        headers: { 'idempotency-key': idempotencyKey },
        body: {
          message: message ? getMessageText(message) : '',
          role: 'user',
          ...message?.metadata,
        },
        signal,
      });
      const { conversation_id: conversationId } = (answer['data'] ?? {}) as Record<string, unknown>;
      if (typeof conversationId === 'string' && conversationId !== '') return { conversationId };
      throw createUnreadable('a message with its conversation_id');
    },
  };
}

function readPage(
  { data, meta }: Record<string, unknown>,
  conversationId: string,
): MessagePage<BimpeMetadata> {
  if (!Array.isArray(data)) throw createUnreadable('{ data: [messages], meta }');
  const messages = data
    .map((item) => readBimpeMessage(item, conversationId))
    .filter((message) => message !== undefined);
  const { has_next_page: hasOlder } = (meta ?? {}) as Record<string, unknown>;
  return {
    messages: messages.toReversed(),
    skipped: data.length - messages.length,
    // Positions drift, so there is no cursor worth keeping: core asks by offset and proves by overlap.
    ...(hasOlder === true ? { olderCursor: 'offset' } : {}),
  };
}

function readOne(
  { data }: Record<string, unknown>,
  conversationId: string,
): ServerMessage<BimpeMetadata> {
  const message = readBimpeMessage(data, conversationId);
  if (!message) throw createUnreadable('{ data: message }');
  return message;
}

function trimSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
