import {
  ConversationError,
  isConversationError,
  openEventStream,
  type ConversationErrorCode,
  type ConversationEvent,
  type StreamEvent,
} from '../../core/index.ts';
import { hasMoreThanText, readBimpeMessage } from './readBimpeMessage.ts';
import type { BimpeTicket } from './ticket.ts';

interface BimpeFeedRequest {
  readonly conversationId: string;
  readonly after: string | undefined;
  readonly signal: AbortSignal;
  readonly url: string;
  readonly getTicket: () => Promise<BimpeTicket>;
  readonly fetch: typeof fetch | undefined;
  readonly requestInit: RequestInit | undefined;
  readonly codes: ReadonlyMap<string, ConversationErrorCode>;
}

/** One attempt: a fresh ticket, then the stream it opens (PROTOCOLS §3.4, §3.5). */
export async function* openBimpeFeed(
  request: BimpeFeedRequest,
): AsyncGenerator<readonly ConversationEvent[], void, undefined> {
  const { conversationId, after, signal, url, requestInit } = request;
  const { ticket } = await request.getTicket();
  if (signal.aborted) return;
  const query = new URLSearchParams({ ticket, ...(after === undefined ? {} : { after }) });
  let retryDelay: number | undefined;
  let startedAt: string | undefined;
  const batches = openEventStream({
    url: `${url}?${query.toString()}`,
    signal,
    fetch: request.fetch,
    // The ticket alone opens the stream: no cookie, no header of the app's goes there (PROTOCOLS §3.5).
    requestInit: { credentials: 'omit', ...requestInit },
    secrets: [ticket, encodeURIComponent(ticket)],
    codes: request.codes,
    onRetry: (delay) => void (retryDelay = delay),
    onOpen: (response) => void (startedAt = getStart(response)),
  });
  let isOpen = false;
  try {
    for await (const batch of batches) {
      const events: ConversationEvent[] = [];
      if (!isOpen)
        events.push({ type: 'open', ...(startedAt === undefined ? {} : { cursor: startedAt }) });
      isOpen = true;
      for (const event of batch) readEvent(event, conversationId, events);
      if (retryDelay !== undefined) events.push({ type: 'retry', delay: retryDelay });
      retryDelay = undefined;
      yield events;
    }
  } catch (error) {
    throw isOpen ? error : withFreshTicketHope(error);
  }
}

/** What is created after the answer began has a time not before this. The header counts whole seconds. */
function getStart(response: Response): string | undefined {
  const date = Date.parse(response.headers.get('date') ?? '');
  return Number.isNaN(date) ? undefined : new Date(date - 1_000).toISOString();
}

function readEvent(
  { type, data, lastEventId }: StreamEvent,
  conversationId: string,
  events: ConversationEvent[],
): void {
  if (type === 'heartbeat') return;
  if (type !== 'message') {
    events.push({ type: 'diagnostic', code: 'unknown_event', detail: type });
    return;
  }
  const message = readBimpeMessage(parse(data), conversationId);
  if (!message) {
    // Skipped without moving the cursor; history tells what it was.
    events.push({
      type: 'diagnostic',
      code: 'malformed_event',
      detail: data.slice(0, 200),
      isLossy: true,
    });
    return;
  }
  events.push({
    type: 'message',
    message: hasMoreThanText(message) ? { ...message, isIncomplete: true } : message,
  });
  const cursor = lastEventId || message.id;
  if (message.conversationId === conversationId) events.push({ type: 'cursor', cursor });
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/** A 401 on the stream is about the ticket, and the next attempt brings another (PROTOCOLS §3.8). */
function withFreshTicketHope(error: unknown): unknown {
  if (!isConversationError(error) || error.code !== 'unauthorized') return error;
  const { code, message, status, retryAfter, requestId } = error;
  return new ConversationError(code, message, { status, retryAfter, requestId, retryable: true });
}
