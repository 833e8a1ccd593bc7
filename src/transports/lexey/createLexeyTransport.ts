import {
  defaultPolicy,
  getMessageText,
  requestJson,
  turns,
  type ConnectionPolicy,
  type ConversationEvent,
  type ConversationTransport,
  type HeadersSource,
  type HttpRequest,
  type SendMessageRequest,
} from '../../core/index.ts';
import { createHeaders } from '../request/createHeaders.ts';
import { createUnreadable } from '../request/createUnreadable.ts';
import { encodeId } from '../request/encodeId.ts';
import { warnAboutKey } from '../request/warnAboutKey.ts';
import { matchesSend } from './matchesSend.ts';
import { openLexeyTurn } from './openLexeyTurn.ts';
import { readLexeyHistory, type LexeyMetadata } from './readLexeyHistory.ts';

/** Options of the Lexey transport. In a browser: a proxied `baseUrl` (`lexeyRoutes` of `/server`), never `apiKey`. */
export interface LexeyTransportOptions {
  /**
   * `https://lexey.ai/api/v1/customer`, `https://lexey.ai/api/v1/management`, or your app's proxy of either:
   * both speak alike.
   */
  readonly baseUrl: string;
  /** Servers only: a key in a browser is everybody's key. `lxc_…` for customer, `lxm_…` for management. */
  readonly apiKey?: string;
  readonly fetch?: typeof fetch;
  /** Added to every request; a function is asked for every attempt. */
  readonly headers?: HeadersSource;
  /** Separates caches; add the user's id where several users share a page. Default: `baseUrl`. */
  readonly scope?: string;
  readonly policy?: Partial<ConnectionPolicy>;
  /**
   * While a conversation is escalated, history is read this often, ms, for what people write: no stream
   * brings it. Default 10,000; `false`: never.
   */
  readonly pollInterval?: number | false;
  /** Overrides of what every request carries (`credentials`, `redirect`, …). */
  readonly requestInit?: RequestInit;
}

export interface LexeyTransport extends ConversationTransport<LexeyMetadata> {
  createConversation(request: {
    readonly signal: AbortSignal;
  }): Promise<{ conversationId: string }>;
  sendMessage(request: SendMessageRequest): AsyncIterable<readonly ConversationEvent[]>;
}

/** PROTOCOLS §5.5, §10.2. Only reads are ever repeated, so the back-off is theirs. */
const lexeyPolicy: ConnectionPolicy = {
  ...defaultPolicy,
  idleTimeout: 60_000,
  resetAfter: 'message',
  turnTimeout: 125_000,
  recoveryDelays: [1_000, 3_000, 8_000],
};

/**
 * Lexey: each send is answered by a stream of deltas; history is one list without ids. No resume, no cancel,
 * no idempotency: what a cut leaves out is read from history, and nothing is ever sent twice.
 */
export function createLexeyTransport(options: LexeyTransportOptions): LexeyTransport {
  const { apiKey, pollInterval = 10_000, fetch, requestInit } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  warnAboutKey(apiKey, 'createLexeyTransport', 'a proxied baseUrl');

  const toRequest = async (
    request: Pick<HttpRequest, 'method' | 'body' | 'signal'>,
    conversationId?: string,
  ): Promise<HttpRequest & { readonly headers: Headers }> => {
    const headers = await createHeaders(options.headers, apiKey);
    const rest = conversationId === undefined ? '' : `/${encodeId(conversationId)}/messages`;
    const url = `${baseUrl}/conversations${rest}`;
    return { ...request, url, headers, fetch, requestInit, secrets: apiKey ? [apiKey] : [] };
  };
  return {
    name: 'lexey',
    turns,
    scope: options.scope ?? baseUrl,
    continuity: 'none',
    policy: {
      ...lexeyPolicy,
      pollInterval: (status) => (status === 'escalated' && pollInterval) || undefined,
      ...options.policy,
    },
    capabilities: {
      canSend: true,
      canStop: false,
      canRegenerate: false,
      canAttach: false,
      canApprove: false,
      isSendIdempotent: false,
      history: 'whole',
    },
    async listMessages({ conversationId, signal }) {
      const answer = await requestJson(await toRequest({ signal }, conversationId));
      return readLexeyHistory(answer, conversationId);
    },
    async createConversation({ signal }) {
      const request = await toRequest({ method: 'POST', signal });
      // There is no body, but only a page of the app itself can say this: its proxy asks for it.
      request.headers.set('content-type', 'application/json');
      const answer = await requestJson(request);
      const { conversationId } = (answer ?? {}) as Record<string, unknown>;
      if (typeof conversationId === 'string' && conversationId !== '') return { conversationId };
      throw createUnreadable('{ conversationId }');
    },
    sendMessage: ({ conversationId, message, idempotencyKey, signal }) =>
      openLexeyTurn({
        conversationId,
        messageId: `reply-${idempotencyKey}`,
        createRequest: () => {
          const body = { message: getMessageText(message) };
          return toRequest({ method: 'POST', body, signal }, conversationId);
        },
      }),
    matchesSend,
  };
}
