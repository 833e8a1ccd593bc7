import {
  ConversationError,
  isConversationError,
  openEventStream,
  type ConversationEvent,
  type HttpRequest,
} from '../../core/index.ts';
import { createReplyReader } from './createReplyReader.ts';

interface LexeyTurnRequest {
  readonly conversationId: string;
  /** Of the reply: the wire has none. */
  readonly messageId: string;
  readonly createRequest: () => Promise<HttpRequest>;
}

/** One attempt: the POST, and the reply it streams (PROTOCOLS §5.3). Reading ends with `[DONE]` or `error`. */
export async function* openLexeyTurn({
  createRequest,
  ...ids
}: LexeyTurnRequest): AsyncGenerator<readonly ConversationEvent[], void, undefined> {
  const request = await createRequest();
  const { signal, secrets } = request;
  if (signal.aborted) return;
  const headers = new Headers(request.headers);
  if (!headers.has('accept')) headers.set('accept', 'text/event-stream, application/json;q=0.9');
  let isOpen = false;
  let createdAt = 0;
  const stream = openEventStream({
    ...request,
    headers,
    onOpen: (response) => void (createdAt = readTime(response)),
  });
  const reply = createReplyReader({ ...ids, secrets, getCreatedAt: () => createdAt });
  let last: readonly ConversationEvent[] = [];
  try {
    for await (const batch of stream) {
      const events = [...(isOpen ? [] : [{ type: 'open' } as const]), ...reply.read(batch)];
      isOpen = true;
      last = events;
      // Left here, the stream is closed before the end is told: a server may keep the socket open.
      if (reply.isOver) break;
      yield events;
    }
  } catch (error) {
    if (!isOpen) throw toRefusal(error);
    if (!signal.aborted) yield reply.cut();
    throw error;
  }
  if (signal.aborted) return;
  if (!isOpen) throw createNoStream();
  yield reply.isOver ? last : reply.cut();
}

/** By the server's clock, where it tells it. */
function readTime(response: Response): number {
  return Date.parse(response.headers.get('date') ?? '') || Date.now();
}

/** 429 means that the conversation is full, for good, unless the server says when to come back (PROTOCOLS §5.4). */
function toRefusal(error: unknown): unknown {
  if (!isConversationError(error) || error.status !== 429 || error.retryAfter !== undefined)
    return error;
  const { code, message, status, requestId } = error;
  return new ConversationError(
    code,
    `This conversation is full and takes no more messages; begin a new one. ${message}`,
    { status, requestId },
  );
}

function createNoStream(): ConversationError {
  return new ConversationError(
    'invalid_response',
    'The server answered a message without a stream, so nobody knows whether it took it.',
  );
}
