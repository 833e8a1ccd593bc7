import {
  getMessageText,
  streamMessages,
  type ConversationError,
} from 'react-conversation-stream/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestTransport } from '../../helpers/bimpeTransport.ts';
import { drain, take } from '../../helpers/collect.ts';
import { createCountingClock } from '../../helpers/countingClock.ts';
import { startBimpe, type BimpeServer } from '../../helpers/startBimpe.ts';

let server: BimpeServer;
const id = 'cv_1';

beforeEach(async () => {
  server = await startBimpe({ heartbeatInterval: 20 });
});
afterEach(() => server.close());

const emit = (message: string) => server.emit({ conversationId: id, message });
const openStream = () => server.until(() => server.openStreams().length === 1);
const streamRequests = () => server.log().filter((request) => request.route === 'stream');
const afterOf = (query: string) => new URLSearchParams(query).get('after');

describe('what arrives', () => {
  it('brings all six fields of a message', async () => {
    const messages = take(streamMessages(createTestTransport(server), id), 1);
    await openStream();
    const sent = emit('Your order is out for delivery.');
    const [message] = await messages;
    expect(message).toMatchObject({
      id: sent.id,
      conversationId: sent.conversation_id,
      role: 'assistant',
      status: 'complete',
    });
    expect(message!.metadata).toEqual({
      role: sent.role,
      message: sent.message,
      message_type: sent.message_type,
      created_at: sent.created_at,
    });
  });

  it('never surfaces a heartbeat', async () => {
    server.queueFault({ kind: 'close-after', heartbeats: 4 });
    const messages = take(streamMessages(createTestTransport(server), id), 1);
    await server.until(() => streamRequests().length === 2 && server.openStreams().length === 1);
    emit('after many heartbeats');
    expect((await messages).map(getMessageText)).toEqual(['after many heartbeats']);
  });

  it('takes an operator for a human and keeps the role the server sent', async () => {
    const messages = take(streamMessages(createTestTransport(server), id), 1);
    await openStream();
    server.emit({ conversationId: id, role: 'restaurant_user', message: 'Hi, this is Ana' });
    const [message] = await messages;
    expect(message).toMatchObject({
      role: 'assistant',
      author: { kind: 'human' },
      metadata: { role: 'restaurant_user' },
    });
  });

  it('fetches what the stream leaves out of a message that is not text', async () => {
    const messages = take(streamMessages(createTestTransport(server), id), 1);
    await openStream();
    server.emit({
      conversationId: id,
      message: null,
      message_type: 'image',
      attachments: [{ type: 'image', url: 'https://x.example/p.png' }],
    });
    const [message] = await messages;
    expect(message!.parts).toEqual([
      { type: 'file', mediaType: 'image/*', url: 'https://x.example/p.png' },
    ]);
  });
});

describe('a stream is asked for', () => {
  it('not before the first next()', async () => {
    const iterator = streamMessages(createTestTransport(server), id)[Symbol.asyncIterator]();
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.log()).toEqual([]);
    const first = iterator.next();
    await openStream();
    await iterator.return?.(undefined);
    expect(await first).toEqual({ done: true, value: undefined });
    await server.until(() => server.openStreams().length === 0);
  });

  it('with the cursor it was given, an id or a time', async () => {
    const first = emit('one');
    emit('two');
    const byId = await take(
      streamMessages(createTestTransport(server), id, { after: first.id }),
      1,
    );
    expect(byId.map(getMessageText)).toEqual(['two']);
    const byTime = await take(
      streamMessages(createTestTransport(server), id, {
        after: new Date(Date.parse(first.created_at) - 1).toISOString(),
      }),
      2,
    );
    expect(byTime.map(getMessageText)).toEqual(['one', 'two']);
  });

  it('with the last delivered id after a drop', async () => {
    const texts: string[] = [];
    const sent = [emit('0')];
    for await (const message of streamMessages(createTestTransport(server), id, {
      after: new Date(0).toISOString(),
    })) {
      texts.push(getMessageText(message));
      if (texts.length === 3) break;
      server.dropStreams({ how: texts.length === 1 ? 'close' : 'reset' });
      sent.push(emit(String(texts.length)));
    }
    expect(texts).toEqual(['0', '1', '2']);
    expect(
      streamRequests()
        .slice(1)
        .map(({ query }) => afterOf(query)),
    ).toEqual([sent[0]!.id, sent[1]!.id]);
  });

  it('with a fresh ticket at each attempt, used once', async () => {
    server.queueFault({ kind: 'close-after', events: 0, times: 4 });
    const messages = take(streamMessages(createTestTransport(server), id), 1);
    await server.until(() => streamRequests().length === 5 && server.openStreams().length === 1);
    emit('done');
    await messages;
    expect(server.tickets()).toHaveLength(5);
    expect(server.tickets().every((ticket) => ticket.usedAt !== undefined)).toBe(true);
    expect(server.violations()).toEqual([]);
  });

  it('with the ticket alone: no credential, no header of the app goes along', async () => {
    const messages = take(
      streamMessages(createTestTransport(server, { headers: { 'x-app': 'secret' } }), id),
      1,
    );
    await openStream();
    emit('x');
    await messages;
    const [request] = streamRequests();
    expect(Object.keys(request!.headers)).not.toEqual(expect.arrayContaining(['authorization']));
    expect(Object.keys(request!.headers)).not.toEqual(expect.arrayContaining(['x-app']));
  });
});

describe('retries', () => {
  it('end quietly after five clean closes that brought nothing', async () => {
    server.queueFault({ kind: 'close-after', heartbeats: 1, times: 20 });
    const { items, error } = await drain(streamMessages(createTestTransport(server), id));
    expect([items, error]).toEqual([[], undefined]);
    expect(streamRequests()).toHaveLength(6);
  });

  it('end with an error after five hard failures', async () => {
    server.queueFault({ kind: 'http', status: 503, match: { route: 'stream' }, times: 20 });
    const { error } = await drain(streamMessages(createTestTransport(server), id));
    expect(error).toMatchObject({ code: 'server_error', status: 503 });
    expect(streamRequests()).toHaveLength(6);
  });

  it('are counted anew after a delivered message, not after a heartbeat or an open', async () => {
    server.queueFault(
      { kind: 'close-after', heartbeats: 2, times: 3 },
      { kind: 'close-after', events: 1 },
      { kind: 'close-after', heartbeats: 2, times: 20 },
    );
    const result = drain(streamMessages(createTestTransport(server), id, { maxRetries: 3 }));
    await server.until(() => streamRequests().length === 4 && server.openStreams().length === 1);
    emit('counts');
    const { items } = await result;
    expect(items.map(getMessageText)).toEqual(['counts']);
    // Three closes, the one with the message (first failure of the new count), three more.
    expect(streamRequests()).toHaveLength(4 + 3);
  });

  it('are not made with reconnect: false', async () => {
    server.queueFault({ kind: 'close-after', heartbeats: 1 });
    expect(
      await drain(streamMessages(createTestTransport(server), id, { reconnect: false })),
    ).toEqual({ items: [], error: undefined });
    expect(streamRequests()).toHaveLength(1);
  });

  it.each([400, 403, 404, 409, 501])('are not made after %i', async (status) => {
    server.queueFault({ kind: 'http', status, match: { route: 'stream' } });
    const { error } = await drain(streamMessages(createTestTransport(server), id));
    expect((error as ConversationError).status).toBe(status);
    expect(streamRequests()).toHaveLength(1);
  });

  it.each([409, 429, 403])(
    'are not made after too_many_streams, whatever its status (%i)',
    async (status) => {
      server.queueFault({
        kind: 'http',
        status,
        code: 'too_many_streams',
        match: { route: 'stream' },
      });
      const { error } = await drain(streamMessages(createTestTransport(server), id));
      expect(error).toMatchObject({ code: 'too_many_streams', retryable: false });
      expect(streamRequests()).toHaveLength(1);
    },
  );

  it('wait as long as Retry-After says', async () => {
    server.queueFault({ kind: 'http', status: 429, retryAfter: 1, match: { route: 'stream' } });
    const messages = take(streamMessages(createTestTransport(server), id), 1);
    await openStream();
    emit('late');
    await messages;
    const [first, second] = streamRequests();
    expect(second!.openedAt - first!.openedAt).toBeGreaterThanOrEqual(1_000);
  });

  it('bring a new ticket after 401 on the stream, once', async () => {
    server.queueFault({ kind: 'http', status: 401, match: { route: 'stream' } });
    const messages = take(streamMessages(createTestTransport(server), id), 1);
    await openStream();
    emit('in');
    await messages;
    expect(server.tickets()).toHaveLength(2);
    server.queueFault({ kind: 'http', status: 401, match: { route: 'stream' }, times: 9 });
    const { error } = await drain(streamMessages(createTestTransport(server), id));
    expect(error).toMatchObject({ code: 'unauthorized', status: 401 });
    expect(server.tickets()).toHaveLength(4);
  });

  it('are not made after 401 on the ticket', async () => {
    const { error } = await drain(
      streamMessages(createTestTransport(server, { apiKey: 'sk_wrong_key' }), id),
    );
    expect(error).toMatchObject({ code: 'unauthorized', status: 401 });
    expect(server.log().filter(({ route }) => route === 'ticket')).toHaveLength(1);
  });

  it('follow a stream that falls silent for longer than `timeout`', async () => {
    server.queueFault({ kind: 'stall', events: 0 });
    const messages = take(streamMessages(createTestTransport(server), id, { timeout: 150 }), 1);
    await server.until(() => streamRequests().length === 2 && server.openStreams().length === 1);
    emit('alive');
    expect((await messages).map(getMessageText)).toEqual(['alive']);
  });
});

describe('what is lost with the cursor', () => {
  it('is read from history when the server no longer knows a cursor it gave', async () => {
    const texts: string[] = [];
    const first = emit('first');
    for await (const message of streamMessages(createTestTransport(server), id, {
      after: new Date(0).toISOString(),
    })) {
      texts.push(getMessageText(message));
      if (texts.length === 1) {
        server.dropStreams({ how: 'reset' });
        server.remove({ conversationId: id, id: first.id });
        emit('said meanwhile');
      }
      if (texts.length === 2) emit('live again');
      if (texts.length === 3) break;
    }
    expect(texts).toEqual(['first', 'said meanwhile', 'live again']);
  });

  it('is an error when the caller’s own cursor is unknown: no message is skipped in silence', async () => {
    const { error } = await drain(
      streamMessages(createTestTransport(server), id, { after: 'nobody-knows' }),
    );
    expect(error).toMatchObject({ code: 'bad_request' });
  });
});

describe('leaving', () => {
  it('by break leaves no open socket and no timer', async () => {
    const clock = createCountingClock();
    emit('one');
    await take(
      streamMessages(createTestTransport(server), id, { after: new Date(0).toISOString(), clock }),
      1,
    );
    await server.until(() => server.openStreams().length === 0);
    expect(clock.pending).toBe(0);
  });

  it.each([
    [
      'the ticket is being fetched',
      { kind: 'hang-before-headers', match: { route: 'ticket' } } as const,
      'ticket',
    ],
    [
      'the stream has no headers yet',
      { kind: 'hang-before-headers', match: { route: 'stream' } } as const,
      'stream',
    ],
    ['the stream runs', undefined, 'stream'],
  ])('by abort while %s leaves no socket and no timer, quietly', async (_, fault, route) => {
    const clock = createCountingClock();
    const controller = new AbortController();
    if (fault) server.queueFault(fault);
    const result = drain(
      streamMessages(createTestTransport(server), id, { signal: controller.signal, clock }),
    );
    await server.until(() => server.log().some((request) => request.route === route));
    controller.abort();
    expect(await result).toEqual({ items: [], error: undefined });
    expect(clock.pending).toBe(0);
    await server.until(() => server.log().every((request) => request.closedAt !== undefined));
  });

  it('by abort during back-off leaves no timer and asks no more', async () => {
    const clock = createCountingClock();
    const controller = new AbortController();
    server.queueFault({ kind: 'http', status: 503, match: { route: 'stream' } });
    const transport = createTestTransport(server, { policy: { backoff: () => 60_000 } });
    const result = drain(streamMessages(transport, id, { signal: controller.signal, clock }));
    await server.until(
      () =>
        streamRequests().some((request) => request.closedAt !== undefined) && clock.pending === 1,
    );
    const requests = server.log().length;
    controller.abort();
    expect(await result).toEqual({ items: [], error: undefined });
    expect(clock.pending).toBe(0);
    expect(server.log()).toHaveLength(requests);
  });
});
