import {
  getMessageText,
  selectMessages,
  type ConversationState,
} from 'react-conversation-stream/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConversation, type OpenConversation } from '../../helpers/openConversation.ts';
import { createTestTransport } from './expysTransport.ts';
import { startExpys, type ExpysServer } from './startExpys.ts';

const id = 'cnv_1';
const self = 'mem_7';
let server: ExpysServer;
let open: OpenConversation[] = [];

beforeEach(async () => {
  server = await startExpys();
});
afterEach(async () => {
  for (const { client } of open) client.dispose();
  open = [];
  await server.close();
});

const emit = (body: string, authorID = 'agent_3') =>
  server.emit({ conversationId: id, body, authorID });
const stored = () => server.messages(id).map(({ body }) => body);
const sends = () => server.log().filter(({ route }) => route === 'send');
const join = (options: Parameters<typeof createTestTransport>[1] = {}): OpenConversation => {
  const transport = createTestTransport(server, options);
  const opened = openConversation({ transport }, id);
  open.push(opened);
  return opened;
};
const joinAsSelf = () => join({ selfAuthorId: self });
const isLive = (state: ConversationState) => state.continuity === 'live';
const rowsOf = (state: ConversationState) =>
  selectMessages(state).map((message) => [message.role, getMessageText(message)]);
const countText = (state: ConversationState, text: string) =>
  rowsOf(state).filter((row) => row[1] === text).length;
const answered = () => server.until(() => sends().every(({ closedAt }) => closedAt !== undefined));

describe('a send is answered without an id, and its echo', () => {
  it.each(['before', 'after', 'twice'] as const)('may come %s: one row', async (mode) => {
    const chat = joinAsSelf();
    await chat.until(isLive);
    server.queueFault({ kind: 'echo', mode, ms: 30 });
    const sent = chat.conversation.sendMessage('hello');
    const [key] = (await chat.until(({ keys }) => keys.length === 1)).keys;
    expect(await sent).toMatchObject({ key, status: 'complete', id: server.messages(id)[0]!.id });
    await answered();
    emit('an answer');
    const state = await chat.until(({ keys }) => keys.length === 2);
    expect(rowsOf(state)).toEqual([
      ['user', 'hello'],
      ['assistant', 'an answer'],
    ]);
    for (const past of chat.states) expect(countText(past, 'hello')).toBeLessThanOrEqual(1);
    expect(state.keys[0]).toBe(key);
  });

  it.each([
    ['is lost', true],
    ['is not a habit of the server', false],
  ])('may never come because it %s: history tells', async (_, isEchoing) => {
    await server.close();
    server = await startExpys({ isEchoing });
    const chat = joinAsSelf();
    await chat.until(isLive);
    if (isEchoing) server.queueFault({ kind: 'echo', mode: 'never' });
    const sent = chat.conversation.sendMessage('hello');
    const [key] = (await chat.until(({ keys }) => keys.length === 1)).keys;
    await server.until(() => sends().length === 1);
    await answered();
    await chat.conversation.reconcile();
    expect(await sent).toMatchObject({ key, status: 'complete' });
    expect(chat.texts()).toEqual(['hello']);
  });

  it('is the next of two with the same text, in order', async () => {
    const chat = joinAsSelf();
    await chat.until(isLive);
    const results = await Promise.all(
      ['ok', 'ok', 'done'].map((text) => chat.conversation.sendMessage(text)),
    );
    await chat.until(({ keys }) => keys.length === 3);
    expect(chat.texts()).toEqual(['ok', 'ok', 'done']);
    expect(chat.ids()).toEqual(server.messages(id).map((message) => message.id));
    expect(results.map(({ key }) => key)).toEqual(chat.state().keys);
  });

  it('of two with the same text may come late and together', async () => {
    const chat = joinAsSelf();
    await chat.until(isLive);
    server.queueFault({ kind: 'echo', mode: 'after', ms: 60, times: 2 });
    const results = await Promise.all(
      ['ok', 'ok'].map((text) => chat.conversation.sendMessage(text)),
    );
    await answered();
    expect(chat.ids()).toEqual(server.messages(id).map((message) => message.id));
    expect(results.map(({ id }) => id)).toEqual(chat.ids());
  });

  it('is not what somebody else says with the same words', async () => {
    const chat = joinAsSelf();
    await chat.until(isLive);
    server.queueFault({ kind: 'echo', mode: 'after', ms: 60 });
    const sent = chat.conversation.sendMessage('ok');
    await server.until(() => sends().length === 1);
    const other = emit('ok');
    expect((await sent).id).not.toBe(other.id);
    const state = await chat.until(({ keys }) => keys.length === 2);
    expect(new Set(rowsOf(state).map(([role]) => role))).toEqual(new Set(['assistant', 'user']));
  });

  it('may have lost the white space at its end', () => {
    const transport = createTestTransport(server, { selfAuthorId: self });
    const local = { parts: [{ type: 'text', text: 'hello \n' }] } as never;
    const incoming = (body: string | null, authorID: string) =>
      ({ metadata: { body, authorID } }) as never;
    expect(transport.matchesSend!(local, incoming('hello', self))).toBe(true);
    expect(transport.matchesSend!(local, incoming('hello\n', self))).toBe(true);
    expect(transport.matchesSend!(local, incoming('hello!', self))).toBe(false);
    expect(transport.matchesSend!(local, incoming(null, self))).toBe(false);
    expect(transport.matchesSend!(local, incoming('hello', 'mem_8'))).toBe(false);
  });
});

describe('who the reader is', () => {
  it('is learned from the first own message that comes back, and earlier rows follow', async () => {
    emit('my old words', self);
    emit('their old words');
    const chat = join();
    await chat.until(isLive);
    expect(chat.state().keys).toHaveLength(2);
    const message = await chat.conversation.sendMessage('here I am');
    expect(message).toMatchObject({ role: 'user', author: { id: self, kind: 'self' } });
    const state = await chat.until((next) => rowsOf(next)[0]?.[0] === 'user' && isLive(next));
    expect(rowsOf(state)).toEqual([
      ['user', 'my old words'],
      ['assistant', 'their old words'],
      ['user', 'here I am'],
    ]);
    // The row of the send never changed sides.
    for (const past of chat.states)
      for (const [role, text] of rowsOf(past)) if (text === 'here I am') expect(role).toBe('user');
  });

  it('is learned from history, too, when the echo never comes', async () => {
    const chat = join();
    await chat.until(isLive);
    server.queueFault({ kind: 'echo', mode: 'never' });
    const sent = chat.conversation.sendMessage('here I am');
    await server.until(() => sends().length === 1);
    await answered();
    await chat.conversation.reconcile();
    expect(await sent).toMatchObject({ role: 'user', author: { id: self } });
  });

  it('is not learned from somebody who said the same before', async () => {
    server.emit({
      conversationId: id,
      body: 'hello',
      createdAt: new Date(Date.now() - 120_000).toISOString(),
    });
    const chat = join();
    await chat.until(isLive);
    expect(await chat.conversation.sendMessage('hello')).toMatchObject({ author: { id: self } });
    const state = await chat.until(({ keys }) => keys.length === 2);
    expect(rowsOf(state)).toEqual([
      ['assistant', 'hello'],
      ['user', 'hello'],
    ]);
  });

  it('is not learned from old words that are read while the same are being sent', async () => {
    const createdAt = new Date(Date.now() - 120_000).toISOString();
    server.emit({ conversationId: id, body: 'hello', createdAt });
    const chat = join();
    await chat.until(isLive);
    server.queueFault({ kind: 'hang-before-headers', ms: 100, match: { route: 'send' } });
    const sent = chat.conversation.sendMessage('hello');
    await server.until(() => sends().length === 1);
    await chat.conversation.reconcile();
    expect(await sent).toMatchObject({ role: 'user', author: { id: self } });
  });

  it('holds for messages from another device of the same member', async () => {
    const chat = joinAsSelf();
    await chat.until(isLive);
    emit('from my phone', self);
    emit('from a friend', 'mem_8');
    const state = await chat.until(({ keys }) => keys.length === 2);
    expect(selectMessages(state).map(({ role, author }) => [role, author])).toEqual([
      ['user', { id: 'mem_7', kind: 'self' }],
      ['assistant', { id: 'mem_8', kind: 'human' }],
    ]);
  });
});

describe('a send that fails', () => {
  it('because its answer is lost is stored once, under one key', async () => {
    const chat = joinAsSelf();
    await chat.until(isLive);
    server.queueFault({ kind: 'refuse', when: 'after', match: { route: 'send' }, times: 2 });
    await expect(chat.conversation.sendMessage('once')).resolves.toMatchObject({
      status: 'complete',
    });
    await answered();
    expect(stored()).toEqual(['once']);
    const keys = new Set(sends().map(({ headers }) => headers['idempotency-key']));
    expect([...keys]).toEqual([
      expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
    ]);
  });

  it('is shown in order after an outage that began while it was sent', async () => {
    const chat = joinAsSelf();
    await chat.until(isLive);
    server.queueFault({ kind: 'refuse', when: 'after', match: { route: 'send' } });
    const sent = chat.conversation.sendMessage('mine');
    await server.until(() => stored().length === 1);
    server.dropStreams({ how: 'reset' });
    emit('theirs');
    await sent;
    const state = await chat.until((next) => isLive(next) && next.keys.length === 2);
    expect(rowsOf(state)).toEqual([
      ['user', 'mine'],
      ['assistant', 'theirs'],
    ]);
  });

  it.each([
    [403, 'forbidden'],
    [409, 'conflict'],
    [413, 'http_error'],
    [422, 'bad_request'],
  ])(
    'with %i says so, is not repeated, and may go again with the same key',
    async (status, code) => {
      const chat = joinAsSelf();
      await chat.until(isLive);
      server.queueFault({ kind: 'http', status, match: { route: 'send' } });
      await expect(chat.conversation.sendMessage('please')).rejects.toMatchObject({ code, status });
      const state = await chat.until(({ status }) => status === 'error');
      const [row] = selectMessages(state);
      expect(row).toMatchObject({ status: 'failed', error: { code } });
      expect(sends()).toHaveLength(1);
      await expect(chat.conversation.retryMessage(row!.key)).resolves.toMatchObject({
        key: row!.key,
        status: 'complete',
      });
      expect(new Set(sends().map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
      expect(stored()).toEqual(['please']);
    },
  );
});
