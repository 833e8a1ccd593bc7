import type { ConversationEvent, Diagnostic, MessagePage } from 'react-conversation-stream/core';
import {
  createSseTransport,
  type SseHistoryOptions,
  type SseMessage,
  type SseTransportOptions,
} from 'react-conversation-stream/transports/sse';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { drain } from '../../helpers/collect.ts';
import { openConversation } from '../../helpers/openConversation.ts';
import { openStream, sendJson, startServer, type TestServer } from './startServer.ts';

/* A mapper hands on what a server made up: everything it returns is checked and built anew. */
let server: TestServer;
afterEach(() => server.close());

const signal = AbortSignal.timeout(20_000);
const good = { id: 'm1', role: 'user', text: 'Hi', createdAt: 5 };

/** Messages of a history whose mapper passes everything through, and why others were left out. */
async function readHistory(...wire: unknown[]): Promise<MessagePage> {
  server = await startServer((_, response) => sendJson(response, wire));
  const transport = createSseTransport({
    baseUrl: server.origin,
    history: '/h',
    readMessage: (message: SseMessage) => message,
  });
  return transport.listMessages({ conversationId: 'c1', limit: 50, signal });
}

/** Events of a feed that says `body`. */
async function readFeed(
  body: string,
  options: Partial<SseTransportOptions> = {},
): Promise<ConversationEvent[]> {
  server = await startServer((_, response) => void openStream(response).end(body));
  const transport = createSseTransport({
    baseUrl: server.origin,
    history: '/h',
    feed: '/f',
    readMessage: (message: SseMessage) => message,
    ...options,
  });
  const { items, error } = await drain(transport.openFeed!({ conversationId: 'c1', signal }));
  expect(error).toBeUndefined();
  return items.flat();
}

describe('a message', () => {
  it.each([
    ['text', 'hello', 'a message'],
    ['no id', { ...good, id: undefined }, 'id'],
    ['an empty id', { ...good, id: '' }, 'id'],
    ['an id beyond 2^53', { ...good, id: 2 ** 53 }, 'id'],
    ['an id that is an object', { ...good, id: {} }, 'id'],
    ['an unknown role', { ...good, role: 'root' }, 'role'],
    ['no text', { ...good, text: undefined }, 'text or parts'],
    ['text that is a number', { ...good, text: 7 }, 'text or parts'],
    ['no date', { ...good, createdAt: undefined }, 'createdAt'],
    ['a date that is none', { ...good, createdAt: 'soon' }, 'createdAt'],
    ['a date beyond all dates', { ...good, createdAt: 1e300 }, 'createdAt'],
    ['parts that are no list', { ...good, parts: {} }, 'part'],
    ['a part of unknown type', { ...good, parts: [{ type: 'script', text: 'x' }] }, 'part'],
    ['a part named like an object’s field', { ...good, parts: [{ type: 'constructor' }] }, 'part'],
    ['a text part without text', { ...good, parts: [{ type: 'text' }] }, 'text'],
    ['a file without address', { ...good, parts: [{ type: 'file', mediaType: 'a/b' }] }, 'url'],
    [
      'a tool in no known state',
      { ...good, parts: [{ type: 'tool-x', toolCallId: 't', state: 'odd' }] },
      'state',
    ],
    ['an author without a kind', { ...good, author: { id: 'a' } }, 'author.kind'],
  ])('with %s is left out, which is said, and the others are shown', async (_, bad, what) => {
    const page = await readHistory(bad, { ...good, id: 'good' });
    expect(page.messages.map(({ id }) => id)).toEqual(['good']);
    expect(page.skipped).toEqual([expect.stringContaining(what)]);
  });

  it('that the mapper makes nothing of is not one to show', async () => {
    const page = await readHistory(null, { ...good, id: 'good' });
    expect(page.messages.map(({ id }) => id)).toEqual(['good']);
    expect(page.skipped).toEqual([]);
  });

  it('has only the fields a message has, of the types they must be', async () => {
    const { messages } = await readHistory(
      {
        ...good,
        evil: 'x',
        sequence: '7',
        version: Number.NaN,
        clientId: 9,
        status: 'sending',
        updatedAt: 'never',
        isIncomplete: 'yes',
        metadata: { own: true },
      },
      {
        id: 42,
        role: 'assistant',
        createdAt: '2026-01-02T03:04:05Z',
        updatedAt: '2026-01-02T03:04:06Z',
        conversationId: 'other',
        status: 'interrupted',
        sequence: 3,
        version: 2,
        clientId: 'key',
        isIncomplete: true,
        isProvisional: true,
        author: { id: 'a', kind: 'human', name: 'Ada', avatarUrl: '/a.png', evil: 'x' },
        parts: [
          { type: 'text', text: 'Hi', state: 'done', evil: 'x' },
          { type: 'data-chart', data: [1], id: 'd' },
          {
            type: 'tool-search',
            toolCallId: 't',
            state: 'approval-requested',
            input: { q: 1 },
            approval: { id: 'ap', approved: 'perhaps', evil: 'x' },
          },
        ],
      },
    );
    const at = Date.UTC(2026, 0, 2, 3, 4, 5);
    expect(messages).toEqual([
      {
        id: 'm1',
        conversationId: 'c1',
        role: 'user',
        parts: [{ type: 'text', text: 'Hi' }],
        createdAt: 5,
        metadata: { own: true },
      },
      {
        id: '42',
        conversationId: 'other',
        role: 'assistant',
        createdAt: at,
        updatedAt: at + 1_000,
        status: 'interrupted',
        sequence: 3,
        version: 2,
        clientId: 'key',
        isIncomplete: true,
        isProvisional: true,
        author: { id: 'a', kind: 'human', name: 'Ada', avatarUrl: '/a.png' },
        parts: [
          { type: 'text', text: 'Hi', state: 'done' },
          { type: 'data-chart', data: [1], id: 'd' },
          {
            type: 'tool-search',
            toolCallId: 't',
            state: 'approval-requested',
            input: { q: 1 },
            approval: { id: 'ap' },
          },
        ],
      },
    ]);
  });

  it('may have any text for an id', async () => {
    const ids = ['__proto__', 'constructor', '42', '\ud800'];
    const { messages } = await readHistory(...ids.map((id) => ({ ...good, id })));
    expect(messages.map(({ id }) => id)).toEqual(ids);
    expect(({} as Record<string, unknown>)['role']).toBeUndefined();
  });
});

describe('a page', () => {
  it.each([['{"messages":7}'], ['null'], ['"text"']])(
    '%s is an unreadable answer',
    async (body) => {
      server = await startServer((_, response) => void response.end(body));
      const transport = createSseTransport({
        baseUrl: server.origin,
        history: '/h',
        readMessage: () => undefined,
      });
      const page = transport.listMessages({ conversationId: 'c1', limit: 5, signal });
      await expect(page).rejects.toMatchObject({ code: 'invalid_response', retryable: false });
    },
  );

  it('of which nothing can be read says why, instead of being empty', async () => {
    const page = readHistory({ ...good, createdAt: 'soon' }, { ...good, role: 'root' });
    await expect(page).rejects.toMatchObject({
      code: 'invalid_response',
      retryable: false,
      message: expect.stringContaining('no valid createdAt'),
      cause: expect.objectContaining({ message: 'The mapper gave no valid createdAt.' }),
    });
  });

  it('quotes no credential that the server quotes', async () => {
    server = await startServer(({ headers }, response) => sendJson(response, [headers]));
    const transport = createSseTransport({
      baseUrl: server.origin,
      headers: { 'x-session': 'opaque-credential' },
      history: '/h',
      readMessage(wire) {
        throw new Error(`What is ${JSON.stringify(wire)}?`);
      },
    });
    const page = transport.listMessages({ conversationId: 'c1', limit: 5, signal });
    const error = await page.catch((thrown: unknown) => thrown);
    expect(server.requests[0]!.headers['x-session']).toBe('opaque-credential');
    expect(error).toMatchObject({ message: expect.stringContaining('What is {') });
    expect(String(error)).not.toContain('opaque-credential');
  });

  it.each<[string, SseHistoryOptions['order'], readonly object[]]>([
    ['createdAt', 'oldest-first', [{ createdAt: 9 }, { createdAt: 7 }, { createdAt: 7 }]],
    ['createdAt', 'newest-first', [{ createdAt: 7 }, { createdAt: 7 }, { createdAt: 9 }]],
    ['sequence', undefined, [{ sequence: 3 }, { sequence: 2 }, { sequence: 1 }]],
  ])('that runs backwards by %s, against %s, names the option', async (_, order, places) => {
    const wire = places.map((place, index) => ({ ...good, id: `m${index}`, ...place }));
    server = await startServer((_request, response) => sendJson(response, wire));
    const transport = createSseTransport({
      baseUrl: server.origin,
      history: { url: '/h', ...(order && { order }) },
      readMessage: (message: SseMessage) => message,
    });
    const page = transport.listMessages({ conversationId: 'c1', limit: 5, signal });
    await expect(page).rejects.toMatchObject({
      code: 'invalid_response',
      retryable: false,
      message: expect.stringContaining('history.order'),
    });
  });

  it.each([
    ['of one moment', [5, 5, 5]],
    ['of two, by clocks that disagree', [6, 5]],
    ['that goes back and forth', [5, 9, 7]],
  ])('%s is in order', async (_, times) => {
    const wire = times.map((createdAt, index) => ({ ...good, id: `m${index}`, createdAt }));
    expect((await readHistory(...wire)).messages).toHaveLength(times.length);
  });
});

it('what cannot be read of history is told once in a browser, and counted with its reason', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  vi.stubGlobal('document', {});
  server = await startServer((_, response) =>
    sendJson(response, [{ ...good, role: 'root' }, { ...good, role: 'boss' }, good]),
  );
  const details: (string | undefined)[] = [];
  const transport = createSseTransport({
    name: 'rooms',
    baseUrl: server.origin,
    history: { url: '/h', paging: 'whole' },
    readMessage: (message: SseMessage) => message,
  });
  vi.unstubAllGlobals();
  const onDiagnostic = ({ detail }: Diagnostic): void => void details.push(detail);
  const chat = openConversation({ transport, onDiagnostic }, 'c1');
  await chat.until(({ keys }) => keys.length === 1);
  chat.client.dispose();
  const reason = expect.stringContaining('The mapper gave no valid role.');
  expect(details.slice(0, 2)).toEqual([reason, reason]);
  expect(warn.mock.calls).toEqual([[reason]]);
  expect(String(warn.mock.calls[0])).toContain('rooms');
});

describe('an event', () => {
  const whole = `id: 9\ndata: ${JSON.stringify({ ...good, id: 'last' })}\n\n`;
  const lost = { type: 'diagnostic', code: 'malformed_event', isLossy: true };
  const rest = [
    { type: 'message', message: { id: 'last' } },
    { type: 'cursor', cursor: '9' },
  ];

  it.each([
    ['no JSON', 'id: 1\ndata: {oops\n\n'],
    ['no message', 'id: 1\ndata: {"id":7}\n\n'],
  ])('that is %s is told, read from history, and not a place to resume', async (_, bad) => {
    expect(await readFeed(bad + whole)).toMatchObject([{ type: 'open' }, lost, ...rest]);
  });

  it.each<[string, unknown]>([
    ['throws', () => JSON.parse('{')],
    ['is a promise', async () => undefined],
    ['is no event', () => ({ type: 'boom' })],
    ['opens the stream itself', () => ({ type: 'open' })],
    ['moves the cursor by hand', () => ({ type: 'cursor', cursor: 'x' })],
    ['has no id', () => ({ type: 'message-deleted' })],
    ['has no delta', () => ({ type: 'part-delta', messageId: 'a', partId: 'b', delta: 1 })],
    ['has an unknown part', () => ({ type: 'part-set', messageId: 'a', partId: 'b', part: {} })],
    ['ends in no known way', () => ({ type: 'message-end', messageId: 'a', status: 'queued' })],
    ['is a bad list', () => [{ type: 'status', status: 'ok' }, 7]],
  ])('whose reader’s result %s is malformed', async (_, reader) => {
    const events = { odd: reader as () => undefined };
    const read = await readFeed(`event: odd\ndata: 1\n\n${whole}`, { events });
    expect(read).toMatchObject([{ type: 'open' }, lost, ...rest]);
  });

  it('of a name nobody reads is counted, also when objects have such a field', async () => {
    const read = await readFeed('event: constructor\ndata: 1\n\nevent: __proto__\ndata: 1\n\n');
    expect(read.slice(1)).toEqual([
      { type: 'diagnostic', code: 'unknown_event', detail: 'constructor' },
      { type: 'diagnostic', code: 'unknown_event', detail: '__proto__' },
    ]);
  });

  it('may be several, or nothing', async () => {
    const read = await readFeed('event: two\ndata: {}\n\nevent: none\nid: 3\ndata: {}\n\n', {
      events: {
        two: () => [
          { type: 'status', status: 'escalated', detail: 'x' },
          { type: 'retry', delay: 5 },
        ],
        none: () => undefined,
      },
    });
    expect(read.slice(1)).toEqual([
      { type: 'status', status: 'escalated', detail: 'x' },
      { type: 'retry', delay: 5 },
      { type: 'cursor', cursor: '3' },
    ]);
  });
});

it('in a conversation: nothing the server has is lost, and messages of others are not shown', async () => {
  const stored = ['a', 'b', 'c'].map((id, index) => ({ ...good, id, text: id, createdAt: index }));
  const foreign = { ...good, id: 'x', conversationId: 'c2' };
  const events = [foreign, stored[0], { broken: true }, stored[2]];
  server = await startServer((request, response) => {
    if (request.path === '/h') sendJson(response, stored);
    else openStream(response, events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));
  });
  const transport = createSseTransport({
    baseUrl: server.origin,
    history: { url: '/h', paging: 'whole' },
    feed: '/f',
    readMessage: (message: SseMessage) => message,
  });
  const chat = openConversation({ transport }, 'c1');
  await chat.until(({ continuity, keys }) => continuity === 'live' && keys.length === 3);
  expect(chat.texts()).toEqual(['a', 'b', 'c']);
  const counts = chat.conversation.getDiagnostics();
  expect([counts.get('foreign_message'), counts.get('malformed_event')]).toEqual([1, 1]);
  chat.client.dispose();
});
