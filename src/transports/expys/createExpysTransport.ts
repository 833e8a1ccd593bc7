import {
  ConversationError,
  defaultPolicy,
  getMessageText,
  isConversationError,
  requestJson,
  turns,
  type Clock,
  type ConnectionPolicy,
  type ConversationTransport,
  type HeadersSource,
  type HttpRequest,
  type MessagePage,
  type SendMessageRequest,
  type SendReceipt,
} from '../../core/index.ts';
import { createHeaders } from '../request/createHeaders.ts';
import { createUnreadable } from '../request/createUnreadable.ts';
import { encodeId } from '../request/encodeId.ts';
import { createIdentity, type Identity } from './createIdentity.ts';
import { createTokenSource, type GetExpysToken } from './createTokenSource.ts';
import { openExpysFeed } from './openExpysFeed.ts';
import { readExpysMessage, type ExpysMetadata } from './readExpysMessage.ts';

/** Options of the Expys transport: `token`, `getToken` or both. */
export interface ExpysTransportOptions {
  /** `https://api.expys.com`. */
  readonly baseUrl: string;
  /** A member token: the one to begin with, or the only one. Never the organisation's key. */
  readonly token?: string;
  /** Gets a member token from your backend: at first, 30 s before it expires, and when the server refuses it. */
  readonly getToken?: GetExpysToken;
  /** A claim inside the token; here it keeps the caches of sandbox and live apart. */
  readonly environment?: string;
  /**
   * The reader's `authorID`. Without it the reader is recognised by the first own message that comes back;
   * until then, and after each reload, nobody is.
   */
  readonly selfAuthorId?: string;
  readonly fetch?: typeof fetch;
  /** Added to every request; a function is asked for every attempt. */
  readonly headers?: HeadersSource;
  /** Separates caches; add the user's id where several users share a page. Default: `baseUrl` and `environment`. */
  readonly scope?: string;
  readonly policy?: Partial<ConnectionPolicy>;
  /** Overrides of what every request carries (`credentials`, `redirect`, …). */
  readonly requestInit?: RequestInit;
  /** Tells when a token expires. Default: the wall clock. */
  readonly clock?: Pick<Clock, 'now'>;
}

export interface ExpysTransport extends ConversationTransport<ExpysMetadata> {
  sendMessage(request: SendMessageRequest): Promise<SendReceipt<ExpysMetadata>>;
}

/** PROTOCOLS §4.4, §10.1, §10.2. */
const expysPolicy: ConnectionPolicy = {
  ...defaultPolicy,
  maxRetryAfter: 300_000,
  maxRetries: Infinity,
  resetAfter: 5_000,
};

const maxLimit = 100;

/** Whether a refused token was replaced since the last success. */
interface RefusalBudget {
  isSpent: boolean;
}

/**
 * Expys: a feed of whole messages without a cursor (core heals it by reading history on every connect), member
 * tokens, history by cursor, idempotent sends whose echo on the feed is matched by author and text.
 * Throws `invalid_argument` without `token` and `getToken`.
 */
export function createExpysTransport(options: ExpysTransportOptions): ExpysTransport {
  checkCredential(options);
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const now = (): number => options.clock?.now() ?? Date.now();
  /** Of each stream, from one attempt to the next. */
  const budgets = new Map<string, RefusalBudget>();
  const tokens = createTokenSource({ token: options.token, getToken: options.getToken, now });
  const identity = createIdentity(options.selfAuthorId, now);

  const getUrl = (conversationId: string, rest: string): string =>
    `${baseUrl}/v1/conversations/${encodeId(conversationId)}/${rest}`;
  const toRequest = async (
    token: string,
    signal: AbortSignal,
  ): Promise<Omit<HttpRequest, 'url'> & { headers: Headers }> => {
    const headers = await createHeaders(options.headers, token);
    const { fetch, requestInit } = options;
    return { headers, signal, fetch, requestInit, secrets: tokens.secrets };
  };
  /** A refused token is replaced once, at once; a second refusal is an answer (PROTOCOLS §4.4). */
  const authorize = async <T>(
    signal: AbortSignal,
    attempt: (request: Awaited<ReturnType<typeof toRequest>>) => Promise<T>,
    budget: RefusalBudget = { isSpent: false },
  ): Promise<T> => {
    for (;;) {
      const token = await tokens.get(signal);
      try {
        return await attempt(await toRequest(token, signal));
      } catch (error) {
        if (!isConversationError(error) || error.code !== 'unauthorized') throw error;
        tokens.refuse(token);
        budget.isSpent = !budget.isSpent;
        if (!budget.isSpent || !options.getToken) throw error;
      }
    }
  };

  return {
    name: 'expys',
    scope: options.scope ?? `${baseUrl}#${options.environment ?? ''}`,
    continuity: 'none',
    policy: { ...expysPolicy, ...options.policy },
    // Receipts hold nothing of what was stored.
    turns,
    capabilities: {
      canSend: true,
      canStop: false,
      canRegenerate: false,
      canAttach: false,
      canApprove: false,
      isSendIdempotent: true,
      history: 'cursor',
    },
    openFeed: ({ conversationId, signal }) =>
      openExpysFeed({
        conversationId,
        identity,
        getUrl: () => getUrl(conversationId, 'stream'),
        async authorize(attempt) {
          const budget = budgets.get(conversationId) ?? { isSpent: false };
          budgets.set(conversationId, budget);
          const opened = await authorize(signal, attempt, budget);
          budgets.delete(conversationId);
          return opened;
        },
      }),
    async listMessages({ conversationId, cursor, limit, signal }) {
      const size = Math.min(Math.max(limit, 1), maxLimit);
      const query = new URLSearchParams({ limit: `${size}`, ...(cursor ? { cursor } : {}) });
      const url = getUrl(conversationId, `messages?${query.toString()}`);
      const answer = await authorize(signal, (request) => requestJson({ ...request, url }));
      return readPage(answer, conversationId, identity);
    },
    async sendMessage({ conversationId, message, idempotencyKey, signal }) {
      const url = getUrl(conversationId, 'messages');
      const text = getMessageText(message);
      identity.expect(conversationId, text);
      await authorize(signal, (request) => {
        request.headers.set('idempotency-key', toUuid(idempotencyKey));
        return requestJson({ ...request, url, method: 'POST', body: { message: text } });
      });
      // `{ ok: true }` and no id: the echo on the feed will tell (PROTOCOLS §4.5).
      return {};
    },
    matchesSend: (local, { metadata }) =>
      metadata?.body?.trimEnd() === getMessageText(local).trimEnd() &&
      identity.claim(metadata.authorID),
  };
}

function readPage(
  answer: unknown,
  conversationId: string,
  identity: Identity,
): MessagePage<ExpysMetadata> {
  const { messages: listed, nextCursor } = Object(answer) as Record<string, unknown>;
  if (!Array.isArray(listed)) throw createUnreadable('{ messages, nextCursor }');
  const messages = listed
    .map((item) => readExpysMessage(item, conversationId, identity))
    .filter((message) => message !== undefined);
  return {
    messages: messages.toReversed(),
    skipped: listed.length - messages.length,
    ...(typeof nextCursor === 'string' && nextCursor !== '' ? { olderCursor: nextCursor } : {}),
  };
}

/** Core's keys are 128 random bits in hexadecimal; the vendor's are version 4 UUIDs (PROTOCOLS §4.5). */
function toUuid(key: string): string {
  return key.replace(/^(\w{8})(\w{4})\w(\w{3})\w(\w{3})(\w{12})$/, '$1-$2-4$3-a$4-$5');
}

function checkCredential({ token, getToken }: ExpysTransportOptions): void {
  if (!token && !getToken) {
    throw new ConversationError(
      'invalid_argument',
      'createExpysTransport needs a member token: give it token, or getToken that asks your server for one.',
    );
  }
  if (typeof document === 'undefined' || !token?.startsWith('expys_')) return;
  console.warn(
    'createExpysTransport got the organisation’s key in a browser, where every visitor can read it. Use getToken and createTokenHandler (react-conversation-stream/server).',
  );
}
