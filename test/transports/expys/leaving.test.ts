import {
  getMessageText,
  streamMessages,
  type ConversationState,
} from 'react-conversation-stream/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueuedFault } from '../../../playground/server/fault.ts';
import { drain, take } from '../../helpers/collect.ts';
import { createCountingClock } from '../../helpers/countingClock.ts';
import { openConversation } from '../../helpers/openConversation.ts';
import { createTestTransport } from './expysTransport.ts';
import { startExpys, type ExpysServer } from './startExpys.ts';

const id = 'cnv_1';
let server: ExpysServer;

beforeEach(async () => {
  server = await startExpys();
});
afterEach(() => server.close());

const emit = (body: string) => server.emit({ conversationId: id, body });
const streams = () => server.log().filter(({ route }) => route === 'stream');
const isLive = (state: ConversationState) => state.continuity === 'live';
const allClosed = () => server.log().every(({ closedAt }) => closedAt !== undefined);

describe('a conversation that is left', () => {
  it('closes the socket and every timer, and asks for nothing more', async () => {
    const clock = createCountingClock();
    const chat = openConversation({ transport: createTestTransport(server), clock }, id);
    await chat.until(isLive);
    chat.release();
    await server.until(() => server.openStreams().length === 0);
    expect(clock.pending).toBe(0);
    const requests = server.log().length;
    emit('nobody listens');
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.log()).toHaveLength(requests);
    expect(chat.texts()).toEqual([]);
  });

  it('during a back-off leaves no timer, and nothing is asked later', async () => {
    const clock = createCountingClock();
    server.queueFault({ kind: 'http', status: 503, match: { route: 'stream' } });
    const transport = createTestTransport(server, { policy: { backoff: () => 60_000 } });
    const chat = openConversation({ transport, clock }, id);
    await chat.until(({ connection, isPending }) => connection.status === 'waiting' && !isPending);
    const requests = server.log().length;
    chat.release();
    await chat.until(({ connection }) => connection.status === 'idle');
    expect(clock.pending).toBe(0);
    expect(server.log()).toHaveLength(requests);
    expect(allClosed()).toBe(true);
  });

  it('and joined again in the same tick, as StrictMode does, has one token and one stream', async () => {
    const chat = openConversation({ transport: createTestTransport(server) }, id);
    chat.release();
    const release = chat.conversation.connect();
    await chat.until(isLive);
    expect([server.tokens().length, streams().length]).toEqual([1, 1]);
    release();
  });
});

describe('streamMessages', () => {
  it('asks for nothing before the first next()', async () => {
    const iterator = streamMessages(createTestTransport(server), id)[Symbol.asyncIterator]();
    await new Promise((resolve) => setImmediate(resolve));
    expect([server.log(), server.tokens()]).toEqual([[], []]);
    await iterator.return?.(undefined);
  });

  it('brings what was said while it was away, in order', async () => {
    emit('before');
    const messages = take(streamMessages(createTestTransport(server), id), 4);
    await server.until(() => server.openStreams().length === 1);
    emit('first');
    server.dropStreams({ how: 'close' });
    emit('while away 1');
    emit('while away 2');
    await server.until(() => streams().length === 2 && server.openStreams().length === 1);
    emit('live again');
    const texts = (await messages).map(getMessageText);
    expect(texts).toEqual(['first', 'while away 1', 'while away 2', 'live again']);
  });

  it('goes on right after the last message of a backlog, whatever came before it opened', async () => {
    emit('one');
    const transport = createTestTransport(server);
    const { signal } = new AbortController();
    const { messages } = await transport.listMessages({ conversationId: id, limit: 20, signal });
    emit('between the backlog and the stream');
    const after = messages.at(-1)!.id;
    const rest = take(streamMessages(transport, id, { after }), 3);
    await server.until(() => server.openStreams().length === 1);
    server.dropStreams({ how: 'reset' });
    emit('while away');
    await server.until(() => streams().length === 2 && server.openStreams().length === 1);
    emit('live again');
    expect((await rest).map(getMessageText)).toEqual([
      'between the backlog and the stream',
      'while away',
      'live again',
    ]);
  });

  const moments: [string, QueuedFault | undefined, string][] = [
    [
      'the stream has no headers yet',
      { kind: 'hang-before-headers', match: { route: 'stream' } },
      'stream',
    ],
    [
      'its history is read',
      { kind: 'hang-before-headers', match: { route: 'history' } },
      'history',
    ],
    ['the stream runs', undefined, 'stream'],
  ];
  it.each(moments)('aborted while %s leaves no socket and no timer', async (_, fault, route) => {
    const clock = createCountingClock();
    const controller = new AbortController();
    if (fault) server.queueFault(fault);
    const { signal } = controller;
    const result = drain(streamMessages(createTestTransport(server), id, { signal, clock }));
    await server.until(() => server.log().some((request) => request.route === route));
    controller.abort();
    expect(await result).toEqual({ items: [], error: undefined });
    expect(clock.pending).toBe(0);
    await server.until(allClosed);
  });

  it('aborted while a token is fetched ends that, too', async () => {
    const clock = createCountingClock();
    const controller = new AbortController();
    let tokenSignal: AbortSignal | undefined;
    const transport = createTestTransport(server, {
      getToken: ({ signal }) => {
        tokenSignal = signal;
        return new Promise(() => {});
      },
    });
    const result = drain(streamMessages(transport, id, { signal: controller.signal, clock }));
    await expect.poll(() => tokenSignal).toBeDefined();
    controller.abort();
    expect(await result).toEqual({ items: [], error: undefined });
    expect([tokenSignal!.aborted, clock.pending, server.log().length]).toEqual([true, 0, 0]);
  });

  it('aborted during a back-off leaves no timer and asks no more', async () => {
    const clock = createCountingClock();
    const controller = new AbortController();
    server.queueFault({ kind: 'http', status: 503, match: { route: 'stream' } });
    const transport = createTestTransport(server, { policy: { backoff: () => 60_000 } });
    const result = drain(streamMessages(transport, id, { signal: controller.signal, clock }));
    await server.until(
      () => streams().some(({ closedAt }) => closedAt !== undefined) && clock.pending === 1,
    );
    const requests = server.log().length;
    controller.abort();
    expect(await result).toEqual({ items: [], error: undefined });
    expect([clock.pending, server.log().length]).toEqual([0, requests]);
  });
});
