import type { ListMessagesRequest, MessagePage, ServerMessage } from '../../core/index.ts';
import { checkAnswer } from './checkAnswer.ts';
import { choosePlace } from './choosePlace.ts';
import { need } from './readField.ts';
import type { SseHistoryOptions, SseHistoryRequest, SsePage, WireJson } from './sseOptions.ts';

type ReadMessage<TMetadata> = (wire: WireJson) => ServerMessage<TMetadata> | undefined;

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

/** The answer as core wants it. Records that cannot be read are left out and counted. */
export function readPage<TMetadata>(
  json: WireJson,
  history: SseHistoryOptions,
  limit: number,
  readMessage: ReadMessage<TMetadata>,
): MessagePage<TMetadata> {
  const page = findPage(json, history);
  const messages: ServerMessage<TMetadata>[] = [];
  let skipped = 0;
  for (const wire of page.messages) {
    try {
      const message = readMessage(wire);
      if (message) messages.push(message);
    } catch {
      skipped += 1;
    }
  }
  if (history.order === 'newest-first') messages.reverse();
  const olderCursor = findOlder(page, history, limit, messages[0]?.id);
  return { messages, skipped, ...(olderCursor === undefined ? {} : { olderCursor }) };
}

function findPage(json: WireJson, { read = readAnyPage }: SseHistoryOptions): SsePage {
  return checkAnswer('a page of messages', () => {
    const page = read(json);
    need(Array.isArray(page.messages) || undefined, 'messages');
    return page;
  });
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
