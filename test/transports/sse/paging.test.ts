import fc from 'fast-check';
import {
  createSseTransport,
  type SseHistoryOptions,
} from 'react-conversation-stream/transports/sse';
import { afterEach, describe, expect, it } from 'vitest';
import { openConversation } from '../../helpers/openConversation.ts';
import { choosePlace } from '../../../src/transports/sse/choosePlace.ts';
import {
  openStream,
  sendJson,
  startServer,
  type TestRequest,
  type TestServer,
} from './startServer.ts';

/* Every way a server may page its history, down to its first message. */
let server: TestServer;
afterEach(() => server?.close());

interface Wire {
  readonly id: string;
  readonly n: number;
}
const all = Array.from({ length: 57 }, (_, n): Wire => ({ id: `m${n}`, n }));
const newestFirst = all.toReversed();
const number = (request: TestRequest, name: string, otherwise: number) =>
  Number(request.query[name] ?? otherwise);

const ways: [string, SseHistoryOptions, (request: TestRequest) => unknown][] = [
  [
    'ids, oldest first, full pages',
    { url: '/h?limit={limit}&before={cursor}' },
    (request) => {
      const end = request.query['before'] ? Number(request.query['before'].slice(1)) : all.length;
      return all.slice(Math.max(0, end - number(request, 'limit', 20)), end);
    },
  ],
  [
    'cursors of its own, newest first',
    {
      url: '/h?size={limit}&token={cursor}',
      order: 'newest-first',
      read: ({ data, next }) => ({ messages: data, olderCursor: next }),
    },
    (request) => {
      const start = number(request, 'token', 0);
      const end = start + number(request, 'size', 20);
      return { data: newestFirst.slice(start, end), next: end < all.length ? end : null };
    },
  ],
  [
    'a flag',
    {
      url: '/h?limit={limit}&before={cursor}',
      read: ({ items, more }) => ({ messages: items, hasOlder: more }),
    },
    (request) => {
      const end = request.query['before'] ? Number(request.query['before'].slice(1)) : all.length;
      const start = Math.max(0, end - number(request, 'limit', 20));
      return { items: all.slice(start, end), more: start > 0 };
    },
  ],
  [
    'page numbers',
    { url: '/h?page={page}&per={limit}', paging: 'numbered', order: 'newest-first' },
    (request) => {
      const per = number(request, 'per', 20);
      const start = (number(request, 'page', 1) - 1) * per;
      return newestFirst.slice(start, start + per);
    },
  ],
  [
    'offsets, few at a time',
    {
      url: '/h?skip={offset}&take={limit}',
      paging: 'numbered',
      order: 'newest-first',
      maxLimit: 10,
    },
    (request) => {
      expect(number(request, 'take', 0)).toBeLessThanOrEqual(10);
      const start = number(request, 'skip', 0);
      return newestFirst.slice(start, start + number(request, 'take', 10));
    },
  ],
  ['no pages at all', { url: '/h', paging: 'whole' }, () => all],
];

describe.each(ways)('history by %s', (_, history, answer) => {
  it('is shown down to its first message, each once', async () => {
    server = await startServer((request, response) => {
      if (request.path === '/h') sendJson(response, answer(request));
      else openStream(response);
    });
    const transport = createSseTransport({
      baseUrl: server.origin,
      history,
      feed: '/f',
      readMessage: ({ id, n }: Wire) => ({ id, role: 'user', text: id, createdAt: n }),
    });
    const chat = openConversation({ transport }, 'c1');
    await chat.until(({ continuity }) => continuity === 'live');
    while (chat.state().hasOlderMessages) await chat.conversation.loadOlderMessages();
    expect(chat.ids()).toEqual(all.map(({ id }) => id));
    chat.client.dispose();
  });
});

it('a numbered page always begins two positions before, and brings something new', () => {
  const place = fc.record({
    known: fc.integer({ min: 1, max: 3_000 }),
    limit: fc.integer({ min: 1, max: 60 }),
    maxLimit: fc.integer({ min: 10, max: 100 }),
    isAligned: fc.boolean(),
  });
  fc.assert(
    fc.property(place, ({ known, limit, maxLimit, isAligned }) => {
      const chosen = choosePlace(known, limit, maxLimit, isAligned);
      expect(chosen.limit).toBeLessThanOrEqual(maxLimit);
      if (isAligned) expect(chosen.offset).toBe((chosen.page - 1) * chosen.limit);
      expect(chosen.offset).toBeLessThanOrEqual(Math.max(0, known - 2));
      expect(chosen.offset + chosen.limit).toBeGreaterThan(known);
    }),
  );
});
