import type { ConversationTransport, ConversationEvent } from 'react-conversation-stream/core';
import {
  createSseTransport,
  type SseEventReader,
  type SseTransportOptions,
} from 'react-conversation-stream/transports/sse';
import { afterEach, describe, expect, it } from 'vitest';
import { drain } from '../../helpers/collect.ts';
import { openStream, sendJson, startServer, type Answer, type TestServer } from './startServer.ts';

/* Backends that answer in-band: the answer to a send is the stream of its turn. */
let server: TestServer;
afterEach(() => server.close());

const signal = AbortSignal.timeout(20_000);
const conversationId = 'c1';
const message = { parts: [{ type: 'text', text: 'Hello' }] } as const;
const send = { conversationId, message, idempotencyKey: 'key-1', signal };
type Turn = AsyncIterable<readonly ConversationEvent[]>;

/** Deltas as `{ id, delta }`; the first of an id begins its message. */
const readDelta: SseEventReader = ({ json, state }) => {
  const { id, delta } = json as { id: string; delta: string };
  const isFirst = !state.has(id);
  state.set(id, true);
  const begin = { id, role: 'assistant', parts: [], createdAt: 1 } as const;
  const part = { type: 'text', text: '' } as const;
  return [
    ...(isFirst
      ? ([
          { type: 'message-start', message: begin },
          { type: 'part-set', messageId: id, partId: '0', part },
        ] as const)
      : []),
    { type: 'part-delta', messageId: id, partId: '0', delta },
  ];
};

async function start(
  answer: Answer,
  options: Partial<SseTransportOptions> = {},
): Promise<ConversationTransport> {
  server = await startServer(answer);
  return createSseTransport({
    baseUrl: server.origin,
    history: '/h',
    readMessage: () => undefined,
    turn: { url: '/chat/{conversationId}', isEnd: ({ data }) => data === '[DONE]' },
    resume: '/chat/{conversationId}?after={after}',
    cancel: '/chat/{conversationId}/cancel',
    events: {
      delta: readDelta,
      done: ({ json }) => ({ type: 'message-end', messageId: json.id, status: 'complete' }),
    },
    ...options,
  });
}
const say = (transport: ConversationTransport): Turn => transport.sendMessage!(send) as Turn;
const delta = (text: string) => `event: delta\ndata: {"id":"a","delta":"${text}"}\n\n`;
const types = ({ items }: { items: (readonly ConversationEvent[])[] }) =>
  items.flat().map((event) => ('delta' in event ? event.delta : event.type));

describe('a turn', () => {
  it('is posted by the first next(), and is open once the server took the message', async () => {
    const transport = await start((_, response) => void openStream(response));
    const turn = say(transport)[Symbol.asyncIterator]();
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.requests).toEqual([]);
    expect(await turn.next()).toEqual({ done: false, value: [{ type: 'open' }] });
    expect(server.requests).toMatchObject([
      { method: 'POST', path: '/chat/c1', body: '{"text":"Hello"}' },
    ]);
    expect(server.requests[0]!.headers['accept']).toBe('text/event-stream');
    await turn.return?.();
    await server.until(() => server.requests[0]!.isClosed);
  });

  it('tells its parts, and ends with the stream', async () => {
    const body = `${delta('Hel')}${delta('lo')}event: done\ndata: {"id":"a"}\n\ndata: [DONE]\n\n`;
    const transport = await start((_, response) => void openStream(response).end(body));
    const told = types(await drain(say(transport))).join(' ');
    expect(told).toBe('open message-start part-set Hel lo message-end');
  });

  it('ends where it says that it ends, though the server goes on', async () => {
    const transport = await start((_, response) => {
      openStream(response, `${delta('one')}data: [DONE]\n\n${delta('late')}`);
    });
    expect(types(await drain(say(transport)))).toEqual([
      'open',
      'message-start',
      'part-set',
      'one',
    ]);
    await server.until(() => server.requests[0]!.isClosed);
  });

  it.each(['', delta('half')])(
    'that ends without the event that ends it was cut: %j',
    async (body) => {
      const transport = await start((_, response) => void openStream(response).end(body));
      const { items, error } = await drain(say(transport));
      expect(items.flat()[0]).toEqual({ type: 'open' });
      expect(error).toMatchObject({ code: 'network', retryable: true });
    },
  );

  it('remembers nothing of the turn before', async () => {
    const transport = await start((_, response) => void openStream(response).end(delta('x')));
    expect(types(await drain(say(transport)))).toEqual(types(await drain(say(transport))));
  });

  it('knows the send it answers', async () => {
    const transport = await start(
      (_, response) => void openStream(response).end('event: sent\ndata: {}\n\n'),
      {
        events: {
          sent: ({ idempotencyKey }) => ({ type: 'status', status: String(idempotencyKey) }),
        },
      },
    );
    const { items } = await drain(say(transport));
    expect(items.flat().at(-1)).toEqual({ type: 'status', status: 'key-1' });
  });

  it('that is refused was not taken', async () => {
    const transport = await start((_, response) => sendJson(response, { message: 'busy' }, 409));
    const { items, error } = await drain(say(transport));
    expect(items).toEqual([]);
    expect(error).toMatchObject({ code: 'conflict', status: 409 });
  });

  it('that is answered with nothing was taken', async () => {
    const transport = await start((_, response) => void response.writeHead(204).end());
    expect(await drain(say(transport))).toEqual({ items: [[{ type: 'open' }]], error: undefined });
  });

  it('that breaks keeps what was said, and throws', async () => {
    const transport = await start((_, response) => {
      openStream(response, delta('half')).socket?.setNoDelay();
      response.write(': over', () => response.socket?.resetAndDestroy());
    });
    const result = await drain(say(transport));
    expect(types(result).slice(0, 1)).toEqual(['open']);
    expect(result.error).toMatchObject({ code: 'network', retryable: true });
  });

  it('stops at once on abort', async () => {
    const transport = await start((_, response) => void openStream(response));
    const controller = new AbortController();
    const turn = transport.sendMessage!({ ...send, signal: controller.signal }) as Turn;
    const iterator = turn[Symbol.asyncIterator]();
    await iterator.next();
    const next = iterator.next();
    controller.abort();
    expect((await next).done).toBe(true);
    await server.until(() => server.requests[0]!.isClosed);
  });
});

describe('a turn that runs', () => {
  it('is gone on with from its cursor', async () => {
    const transport = await start(
      (_, response) => void openStream(response).end(`id: 8\n${delta('more')}`),
    );
    const resumed = transport.resumeTurn!({ conversationId, after: '7', signal });
    const { items } = await drain(resumed);
    expect(server.requests).toMatchObject([{ method: 'GET', query: { after: '7' } }]);
    expect(items.flat().at(-1)).toEqual({ type: 'cursor', cursor: '8' });
  });

  it('is nothing where none runs, and gone where the server says so', async () => {
    let status = 204;
    const transport = await start((_, response) => void response.writeHead(status).end());
    const resume = () => drain(transport.resumeTurn!({ conversationId, after: '7', signal }));
    expect(await resume()).toEqual({ items: [], error: undefined });
    status = 410;
    expect((await resume()).error).toMatchObject({ code: 'gone', retryable: false });
  });

  it('is cancelled on the server', async () => {
    const transport = await start((_, response) => sendJson(response, { ok: true }));
    expect(transport.capabilities.canStop).toBe(true);
    await transport.cancelTurn!({ conversationId, signal });
    expect(server.requests).toMatchObject([{ method: 'POST', path: '/chat/c1/cancel' }]);
  });
});
