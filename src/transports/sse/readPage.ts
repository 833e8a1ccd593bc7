import {
  type ConversationError,
  type HttpRequest,
  type ListMessagesRequest,
  type MessagePage,
  type ServerMessage,
} from '../../core/index.ts';
import { checkAnswer } from './checkAnswer.ts';
import { checkOrder } from './checkOrder.ts';
import { choosePlace } from './choosePlace.ts';
import { need } from './readField.ts';
import type { SseHistoryOptions, SseHistoryRequest, SsePage, WireJson } from './sseOptions.ts';

export interface PageOptions<TMetadata> extends Pick<HttpRequest, 'secrets'> {
  readonly history: SseHistoryOptions;
  readonly limit: number;
  /** Nothing: not a message to show. Throws what makes the record unreadable. */
  readonly readMessage: (wire: WireJson) => ServerMessage<TMetadata> | undefined;
}

/** What the address of a page may be made of. */
export function toHistoryRequest(
  request: ListMessagesRequest,
  { url, paging, maxLimit = 100 }: SseHistoryOptions,
): SseHistoryRequest {
  const { offset = 0, limit } = request;
  if (paging !== 'numbered')
    return { ...request, offset, page: 1, limit: Math.min(limit, maxLimit) };
  const isAligned = typeof url === 'string' && url.includes('{page}');
  return { ...request, ...choosePlace(offset, limit, maxLimit, isAligned) };
}

/** The answer as core wants it. Throws `invalid_response` when nothing of it can be read, or its order is another. */
export function readPage<TMetadata>(
  json: WireJson,
  options: PageOptions<TMetadata>,
): MessagePage<TMetadata> & { readonly skipped: readonly string[] } {
  const { history, limit } = options;
  const page = findPage(json, options);
  const { messages, errors } = readRecords(page.messages, options);
  const [error] = errors;
  // Nothing but unreadable records: an empty chat would hide it.
  if (error && errors.length === page.messages.length) throw error;
  if (history.order === 'newest-first') messages.reverse();
  checkOrder(messages, history.order);
  const olderCursor = findOlder(page, history, limit, messages[0]?.id);
  const skipped = errors.map(({ message }) => message);
  return { messages, skipped, ...(olderCursor === undefined ? {} : { olderCursor }) };
}

/** Records that cannot be read are left out. */
function readRecords<TMetadata>(
  records: readonly WireJson[],
  options: PageOptions<TMetadata>,
): { readonly messages: ServerMessage<TMetadata>[]; readonly errors: ConversationError[] } {
  const messages: ServerMessage<TMetadata>[] = [];
  const errors: ConversationError[] = [];
  for (const wire of records) {
    try {
      const message = checkAnswer('a message', () => options.readMessage(wire), options);
      if (message) messages.push(message);
    } catch (error) {
      errors.push(error as ConversationError);
    }
  }
  return { messages, errors };
}

function findPage<TMetadata>(json: WireJson, options: PageOptions<TMetadata>): SsePage {
  const { read = readAnyPage } = options.history;
  const find = (): SsePage => {
    const page = read(json);
    need(Array.isArray(page.messages) || undefined, 'messages');
    return page;
  };
  return checkAnswer('a page of messages', find, options);
}

function readAnyPage(json: WireJson): SsePage {
  return Array.isArray(json) ? { messages: json } : (json as SsePage);
}

function findOlder(
  { messages, olderCursor, hasOlder }: SsePage,
  { paging }: SseHistoryOptions,
  limit: number,
  oldestId: string | undefined,
): string | undefined {
  const isFull = messages.length >= limit;
  const isThere = hasOlder ?? (olderCursor === undefined ? isFull : olderCursor !== null);
  if (paging === 'whole' || !isThere) return undefined;
  // Positions drift, so there is no cursor worth keeping: core asks by offset and proves by overlap.
  if (paging === 'numbered') return 'offset';
  return olderCursor === undefined || olderCursor === null ? oldestId : String(olderCursor);
}
