import {
  defaultPolicy,
  requestJson,
  sendRequest,
  turns,
  type ConversationEvent,
  type ConversationTransport,
  type OpenFeedRequest,
  type SendMessageRequest,
  type SendReceipt,
  type ServerMessage,
} from '../../core/index.ts';
import { checkAnswer } from './checkAnswer.ts';
import { checkMessage } from './checkMessage.ts';
import { createEventReader } from './createEventReader.ts';
import { createPrepare } from './createPrepare.ts';
import { createRecordWarning } from './createRecordWarning.ts';
import { openSseStream } from './openSseStream.ts';
import { readReceipt, toPost } from './postMessage.ts';
import { need } from './readField.ts';
import { readPage, toHistoryRequest } from './readPage.ts';
import type {
  SseHistoryOptions,
  SseRoute,
  SseSendOptions,
  SseStreamOptions,
  SseTransportOptions,
  SseTurnOptions,
  WireJson,
} from './sseOptions.ts';

type Batches = AsyncIterable<readonly ConversationEvent[]>;

/**
 * A transport for any backend that has messages over HTTP and streams Server-Sent Events: say where things are
 * and how its messages read. The guide "Write a transport" builds one in 30 lines.
 */
export function createSseTransport<TMetadata = unknown>(
  options: SseTransportOptions<TMetadata>,
): ConversationTransport<TMetadata> {
  const { name = 'sse', message, cancel } = options;
  const history = toOptions<SseHistoryOptions>(options.history);
  const feed = toOptions<SseStreamOptions>(options.feed);
  const send = toOptions<SseSendOptions>(options.send);
  const turn = toOptions<SseTurnOptions>(options.turn);
  const resume = toOptions<SseStreamOptions>(options.resume);
  const outgoing = turn ?? send;
  const prepare = createPrepare(options);
  const warn = createRecordWarning(name);

  const createReader =
    (conversationId: string) =>
    (wire: WireJson): ServerMessage<TMetadata> | undefined => {
      const read = options.readMessage(wire, { conversationId });
      return read ? checkMessage(read, conversationId) : undefined;
    };
  const openStream = (given: OpenFeedRequest, route: SseStreamOptions): Batches => {
    const { conversationId, after, signal } = given;
    const { url, readCursor } = route;
    const header =
      after === undefined || isInUrl(route) ? undefined : (['last-event-id', after] as const);
    return openSseStream({
      signal,
      prepare: () => prepare(url, given, { header }),
      reader: createEventReader({ ...options, conversationId, readCursor }),
      hasFreshCredentials: typeof options.headers === 'function',
    });
  };
  const openTurn = (request: SendMessageRequest, route: SseTurnOptions): Batches => {
    const { conversationId, idempotencyKey, signal } = request;
    const { readCursor, isEnd } = route;
    return openSseStream({
      signal,
      isTurn: true,
      hasTerminator: isEnd !== undefined,
      prepare: () => toPost(prepare, request, route),
      reader: createEventReader({ ...options, conversationId, idempotencyKey, readCursor, isEnd }),
      hasFreshCredentials: false,
    });
  };
  const sendOnce = async (
    request: SendMessageRequest,
    route: SseSendOptions,
  ): Promise<SendReceipt<TMetadata>> => {
    const post = await toPost(prepare, request, route);
    const json: unknown = await readReceipt(post);
    const readStored = (): ServerMessage<TMetadata> | undefined => {
      const wire: unknown = json === undefined || !route.read ? json : route.read(json);
      return wire === undefined || wire === null
        ? undefined
        : createReader(request.conversationId)(wire);
    };
    const message = checkAnswer('a message', readStored, post);
    return message ? { message } : {};
  };

  return {
    name,
    scope: options.scope ?? `${name}:${options.baseUrl}`,
    continuity: options.continuity ?? (feed ? 'cursor' : 'none'),
    policy: { ...defaultPolicy, ...options.policy },
    turns,
    capabilities: {
      canSend: outgoing !== undefined,
      canStop: cancel !== undefined,
      canRegenerate: false,
      canAttach: outgoing?.canAttach ?? false,
      canApprove: false,
      isSendIdempotent: outgoing?.isIdempotent ?? false,
      history: history.paging ?? 'cursor',
    },
    async listMessages(request) {
      const wanted = toHistoryRequest(request, history);
      const asked = await prepare(history.url, wanted);
      const page = readPage(await requestJson(asked), {
        history,
        limit: wanted.limit,
        secrets: asked.secrets,
        readMessage: createReader(request.conversationId),
      });
      warn(page.skipped[0]);
      return page;
    },
    ...(message && {
      async getMessage(request) {
        const asked = await prepare(message, request);
        const wire: unknown = await requestJson(asked);
        const read = createReader(request.conversationId);
        return checkAnswer('a message', () => need(read(wire), 'message'), asked);
      },
    }),
    ...(feed && { openFeed: (request) => openStream(request, feed) }),
    ...(turn
      ? { sendMessage: (request) => openTurn(request, turn) }
      : send && { sendMessage: (request) => sendOnce(request, send) }),
    ...(resume && { resumeTurn: (request) => openStream(request, resume) }),
    ...(cancel && {
      async cancelTurn(request) {
        const response = await sendRequest(await prepare(cancel, request, { method: 'POST' }));
        await response.body?.cancel();
      },
    }),
  };
}

/** The route as an object with a `url`. */
function toOptions<TOptions extends { readonly url: unknown }>(route: SseRoute<TOptions>): TOptions;
function toOptions<TOptions extends { readonly url: unknown }>(
  route: SseRoute<TOptions> | undefined,
): TOptions | undefined;
function toOptions(route: unknown): unknown {
  return typeof route === 'string' || typeof route === 'function' ? { url: route } : route;
}

function isInUrl({ url, resumeBy }: SseStreamOptions): boolean {
  if (resumeBy) return resumeBy === 'url';
  return typeof url === 'function' || url.includes('{after}');
}
