import type { ConversationEvent, ConversationTransport } from 'react-conversation-stream/core';
import {
  createSseTransport,
  type SseTransportOptions,
} from 'react-conversation-stream/transports/sse';
import { afterEach, describe, expect, it } from 'vitest';
import { drain, take } from '../../helpers/collect.ts';
import { openStream, sendJson, startServer, type Answer, type TestServer } from './startServer.ts';

/* What goes over the wire, and what an answer makes of it. */
let server: TestServer;
afterEach(() => server.close());

interface Wire {
  readonly id: string;
  readonly text: string;
}
const signal = AbortSignal.timeout(20_000);
const conversationId = 'c1';
const message = { parts: [{ type: 'text', text: 'Hello' }] } as const;
const send = { conversationId, message, idempotencyKey: 'key-1', signal };

async function start(
  answer: Answer,
  options: Partial<SseTransportOptions> = {},
): Promise<ConversationTransport> {
  server = await startServer(answer);
  return createSseTransport({
    baseUrl: `${server.origin}/api/`,
    readMessage: ({ id, text }: Wire) => ({ id, text, role: 'user', createdAt: 1 }),
    history: '/c/{conversationId}/messages?limit={limit}&before={cursor}',
    feed: '/c/{conversationId}/feed',
    send: '/c/{conversationId}/messages',
    ...options,
  });
}
const list = (transport: ConversationTransport, more: object = {}) =>
  transport.listMessages({ conversationId, limit: 2, signal, ...more });
const feed = (transport: ConversationTransport, more: object = {}) =>
  transport.openFeed!({ conversationId, signal, ...more });
const empty: Answer = (_, response) => sendJson(response, []);
const stream =
  (body: string): Answer =>
  (_, response) =>
    void openStream(response).end(body);
const flat = (batches: readonly (readonly ConversationEvent[])[]) => batches.flat();

describe('an address', () => {
  it('is filled from the request, and what is not there is left out', async () => {
    const transport = await start(empty);
    await list(transport);
    await list(transport, { cursor: 'a&b=c' });
    expect(server.requests.map(({ path, query }) => [path, query])).toEqual([
      ['/api/c/c1/messages', { limit: '2' }],
      ['/api/c/c1/messages', { limit: '2', before: 'a&b=c' }],
    ]);
  });

  it('cannot be led elsewhere by an id', async () => {
    const transport = await start(empty);
    await list(transport, { conversationId: 'a/../b?x#y' });
    expect(server.requests[0]!.path).toBe('/api/c/a%2F..%2Fb%3Fx%23y/messages');
    for (const evil of ['..', '.', '', '\ud800'])
      await expect(list(transport, { conversationId: evil })).rejects.toMatchObject({
        code: 'invalid_argument',
        retryable: false,
      });
    expect(server.requests).toHaveLength(1);
  });

  it('is asked of a function at every attempt, and may be absolute', async () => {
    let tickets = 0;
    const transport = await start(stream(''), {
      feed: async ({ after }) => `${server.origin}/other?ticket=${(tickets += 1)}&after=${after}`,
    });
    await drain(feed(transport, { after: '7' }));
    await drain(feed(transport, { after: '8' }));
    expect(server.requests.map(({ path, query }) => [path, query])).toEqual([
      ['/other', { ticket: '1', after: '7' }],
      ['/other', { ticket: '2', after: '8' }],
    ]);
    expect(server.requests[0]!.headers['last-event-id']).toBeUndefined();
  });
});

describe('a feed goes on', () => {
  it('by Last-Event-ID, in UTF-8', async () => {
    const transport = await start(stream(''));
    await drain(feed(transport));
    await drain(feed(transport, { after: 'größer-7' }));
    expect(server.requests[0]!.headers['last-event-id']).toBeUndefined();
    const header = String(server.requests[1]!.headers['last-event-id']);
    expect(Buffer.from(header, 'latin1').toString()).toBe('größer-7');
  });

  it('by a parameter where the address has one', async () => {
    const transport = await start(stream(''), { feed: '/feed?since={after}' });
    await drain(feed(transport));
    await drain(feed(transport, { after: '7' }));
    expect(server.requests.map(({ query }) => query)).toEqual([{}, { since: '7' }]);
    expect(server.requests[1]!.headers['last-event-id']).toBeUndefined();
  });

  it('after the SSE id, or the field that is the cursor', async () => {
    const body = 'id: 5\ndata: {"id":"a","text":"A","seq":71}\n\n';
    const byId = await start(stream(body));
    expect(flat(await take(feed(byId), 2)).at(-1)).toEqual({ type: 'cursor', cursor: '5' });
    await server.close();
    const byField = await start(stream(body), {
      feed: { url: '/feed?since={after}', readCursor: ({ json }) => json.seq },
    });
    expect(flat(await take(feed(byField), 2)).at(-1)).toEqual({ type: 'cursor', cursor: '71' });
  });

  it('not after heartbeats, and not after what could not be read', async () => {
    const transport = await start(
      stream('id: 1\nevent: ping\ndata: {}\n\nid: 2\ndata: {nonsense\n\n: comment\n\n'),
    );
    const { items } = await drain(feed(transport));
    expect(flat(items).map(({ type }) => type)).toEqual(['open', 'diagnostic']);
  });
});

describe('a stream', () => {
  it('is requested by the first next(), and says open when the headers are there', async () => {
    const transport = await start((_, response) => void openStream(response));
    const iterator = feed(transport)[Symbol.asyncIterator]();
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.requests).toHaveLength(0);
    expect(await iterator.next()).toEqual({ done: false, value: [{ type: 'open' }] });
    await iterator.return?.();
    await server.until(() => server.requests[0]!.isClosed);
  });

  it('leaves nothing open on abort, and ends quietly', async () => {
    const transport = await start((_, response) => void openStream(response));
    const controller = new AbortController();
    const iterator = feed(transport, { signal: controller.signal })[Symbol.asyncIterator]();
    await iterator.next();
    const next = iterator.next();
    controller.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    await server.until(() => server.requests[0]!.isClosed);
  });

  it('passes on retry, once', async () => {
    let body: ReturnType<typeof openStream> | undefined;
    const transport = await start((_, response) => {
      body = openStream(response, 'retry: 1500\ndata: {"id":"a","text":"A"}\n\n');
    });
    const iterator = feed(transport)[Symbol.asyncIterator]();
    const next = async () =>
      (await iterator.next()).value?.map(({ type }: ConversationEvent) => type);
    expect(await next()).toEqual(['open']);
    expect(await next()).toEqual(['message', 'retry']);
    body!.write('data: {"id":"b","text":"B"}\n\n');
    expect(await next()).toEqual(['message']);
    await iterator.return?.();
  });

  it('is nothing at all on 204', async () => {
    const transport = await start((_, response) => void response.writeHead(204).end());
    expect(await drain(feed(transport))).toEqual({ items: [], error: undefined });
  });
});

describe('headers', () => {
  it('are asked for at each attempt, for every request', async () => {
    let count = 0;
    const transport = await start((_, response) => void response.end('[]'), {
      headers: () => ({ authorization: `Bearer token-${(count += 1)}` }),
      send: { url: '/send', read: () => undefined },
    });
    await list(transport);
    await transport.sendMessage!(send);
    await drain(feed(transport));
    expect(server.requests.map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer token-1',
      'Bearer token-2',
      'Bearer token-3',
    ]);
  });

  it('that cannot be had are a failed attempt, final when they are refused', async () => {
    const transport = await start(empty, {
      headers: () => Promise.reject(Object.assign(new Error('expired'), { status: 401 })),
    });
    await expect(list(transport)).rejects.toMatchObject({
      code: 'unauthorized',
      retryable: false,
    });
    await server.close();
    const later = await start(empty, { headers: () => Promise.reject(new Error('no network')) });
    await expect(list(later)).rejects.toMatchObject({ code: 'network', retryable: true });
  });

  it('are masked wherever the server quotes them', async () => {
    const secret = 'canary-4f9c2b7a61';
    const transport = await start(
      (request, response) =>
        sendJson(response, { message: `${String(request.headers['x-api-key'])}!` }, 403),
      { headers: { authorization: `Bearer ${secret}`, 'x-api-key': secret } },
    );
    const attempts = [list(transport), transport.sendMessage!(send) as Promise<unknown>];
    for (const attempt of attempts) {
      const error = (await attempt.catch((reason: unknown) => reason)) as Error;
      expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain(secret);
      expect(error.message).toContain('•••');
    }
  });

  it('get a second chance after a 401 on a stream where they are fresh', async () => {
    const refuse: Answer = (_, response) => sendJson(response, { message: 'no' }, 401);
    const fixed = await start(refuse, { headers: { authorization: 'x' } });
    expect((await drain(feed(fixed))).error).toMatchObject({ retryable: false });
    await server.close();
    const fresh = await start(refuse, { headers: () => ({ authorization: 'x' }) });
    expect((await drain(feed(fresh))).error).toMatchObject({
      code: 'unauthorized',
      retryable: true,
    });
  });

  it('carry the overrides of the app', async () => {
    let init: RequestInit | undefined;
    const transport = await start(empty, {
      requestInit: { credentials: 'include' },
      fetch: (url, given) => {
        init = given;
        return fetch(url, given);
      },
    });
    await list(transport);
    expect(init).toMatchObject({ credentials: 'include', redirect: 'manual', cache: 'no-store' });
  });
});

describe('a send', () => {
  it('posts the text, and shows what the server stored', async () => {
    const transport = await start((_, response) =>
      sendJson(response, { id: 'm1', text: 'Hello' }, 201),
    );
    const receipt = await transport.sendMessage!(send);
    expect(receipt).toMatchObject({ message: { id: 'm1', conversationId: 'c1' } });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', body: '{"text":"Hello"}' });
    expect(request!.headers['idempotency-key']).toBeUndefined();
    expect(transport.capabilities).toMatchObject({ canSend: true, isSendIdempotent: false });
  });

  it('says what the app wants to say, where it wants to', async () => {
    const transport = await start(empty, {
      send: {
        url: '/say',
        method: 'PUT',
        isIdempotent: true,
        canAttach: true,
        body: ({ text, idempotencyKey, conversationId: to, message: { parts } }) => ({
          to,
          body: text,
          parts: parts.length,
          nonce: idempotencyKey,
        }),
        read: () => undefined,
      },
    });
    expect(await transport.sendMessage!(send)).toEqual({});
    expect(server.requests[0]).toMatchObject({
      method: 'PUT',
      path: '/api/say',
      body: '{"to":"c1","body":"Hello","parts":1,"nonce":"key-1"}',
    });
    expect(server.requests[0]!.headers['idempotency-key']).toBe('key-1');
    expect(transport.capabilities).toMatchObject({ isSendIdempotent: true, canAttach: true });
  });

  it.each([
    ['204', (_: unknown, response: Parameters<Answer>[1]) => void response.writeHead(204).end()],
    [
      'an empty 202',
      (_: unknown, response: Parameters<Answer>[1]) => void response.writeHead(202).end(),
    ],
  ])('that is answered with %s has a receipt without a message', async (_, answer) => {
    expect(await (await start(answer)).sendMessage!(send)).toEqual({});
  });

  it.each([
    ['HTML', '<html>', 'invalid_response'],
    ['no message', '{"ok":true}', 'invalid_response'],
  ])('that is answered with %s fails with a code', async (_, body, code) => {
    const transport = await start((_request, response) => void response.end(body));
    await expect(transport.sendMessage!(send)).rejects.toMatchObject({
      code,
      cause: expect.objectContaining({ message: expect.any(String) }),
    });
  });

  it('is refused with the code of the status', async () => {
    const transport = await start((_, response) => sendJson(response, { message: 'slow' }, 429));
    await expect(transport.sendMessage!(send)).rejects.toMatchObject({
      code: 'rate_limited',
      retryable: true,
    });
  });
});

it('one message is fetched by id where there is a route for it', async () => {
  const transport = await start((_, response) => sendJson(response, { id: 'm 1', text: 'Hi' }), {
    message: '/c/{conversationId}/messages/{messageId}',
  });
  const read = await transport.getMessage!({ conversationId, messageId: 'm 1', signal });
  expect(read).toMatchObject({ id: 'm 1' });
  expect(server.requests[0]!.path).toBe('/api/c/c1/messages/m%201');
});

it('what has no route is not there', async () => {
  server = await startServer(empty);
  const transport = createSseTransport({
    baseUrl: '',
    history: '/h',
    readMessage: () => undefined,
  });
  expect(Object.keys(transport)).toEqual(
    expect.not.arrayContaining(['openFeed', 'sendMessage', 'resumeTurn', 'cancelTurn']),
  );
  expect(transport.continuity).toBe('none');
  expect(transport.capabilities).toMatchObject({ canSend: false, canStop: false });
});
