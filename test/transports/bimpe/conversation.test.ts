import fc from 'fast-check';
import {
  getMessageText,
  selectMessages,
  type ConversationState,
} from 'react-conversation-stream/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestTransport } from '../../helpers/bimpeTransport.ts';
import { createCountingClock } from '../../helpers/countingClock.ts';
import { openConversation, type OpenConversation } from '../../helpers/openConversation.ts';
import { startBimpe, type BimpeServer } from '../../helpers/startBimpe.ts';

const id = 'cv_1';
let server: BimpeServer;
let open: OpenConversation[] = [];

beforeEach(async () => {
  server = await startBimpe({ heartbeatInterval: 20 });
});
afterEach(async () => {
  for (const { client } of open) client.dispose();
  open = [];
  await server.close();
});

const emit = (message: string) => server.emit({ conversationId: id, message });
const stored = () => server.messages(id).map((message) => message.message);
const join = (options: Parameters<typeof createTestTransport>[1] = {}): OpenConversation => {
  const opened = openConversation({ transport: createTestTransport(server, options) }, id);
  open.push(opened);
  return opened;
};
const isLive = (state: ConversationState) => state.continuity === 'live';
const textsOf = (state: ConversationState) => selectMessages(state).map(getMessageText);

describe('history and feed', () => {
  it('become one list, and older pages come on demand', async () => {
    for (let i = 0; i < 53; i += 1) emit(`m${i}`);
    const chat = join();
    await chat.until(isLive);
    emit('live');
    await chat.until(({ keys }) => keys.length === 21);
    while (chat.state().hasOlderMessages)
      await chat.conversation
        .loadOlderMessages()
        .then(() => chat.until((s) => !s.isLoadingOlderMessages));
    expect(chat.texts()).toEqual(stored());
  });

  it('stay equal through every kind of drop', async () => {
    // Longer and longer, as in an app: a restart may take its time on a busy machine.
    const chat = join({ policy: { backoff: (failures) => 5 * 2 ** failures, maxRetries: 12 } });
    await chat.until(isLive);
    const drops = [{ how: 'close' }, { how: 'reset' }, { how: 'close' }] as const;
    for (const [index, drop] of drops.entries()) {
      server.dropStreams(drop);
      emit(`while away ${index}`);
      await chat.until((state) => isLive(state) && state.keys.length === index + 1);
    }
    await Promise.all([
      server.restart({ downtime: 30 }),
      chat.until(({ continuity }) => continuity === 'reconciling'),
    ]);
    emit('after the restart');
    await chat.until((state) => isLive(state) && state.keys.length === 4);
    expect(chat.texts()).toEqual(stored());
  });

  it('lose and double nothing under random drops', async () => {
    const drop = fc.record({
      events: fc.integer({ min: 0, max: 4 }),
      how: fc.constantFrom('close-after', 'reset-after'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(drop, { maxLength: 6 }),
        fc.integer({ min: 1, max: 25 }),
        async (drops, count) => {
          server.reset();
          server.seed({ conversations: [{ id }] });
          for (const { events, how } of drops) server.queueFault({ kind: how, events });
          const chat = join();
          for (let i = 0; i < count; i += 1) {
            emit(`${i}`);
            await new Promise((resolve) => setImmediate(resolve));
          }
          await chat.until((state) => isLive(state) && state.keys.length >= Math.min(20, count));
          await chat.conversation.reconcile();
          await chat.until(isLive);
          const shown = chat.texts();
          expect(shown).toEqual(stored().slice(-shown.length));
          for (const state of chat.states)
            expect(new Set(textsOf(state)).size).toBe(textsOf(state).length);
          chat.client.dispose();
        },
      ),
      { numRuns: 25 },
    );
    expect(server.violations()).toEqual([]);
  }, 60_000);
});

describe('a send', () => {
  it.each(['before', 'after', 'never', 'twice'] as const)(
    'shows one row when its echo comes %s the answer',
    async (mode) => {
      const chat = join();
      await chat.until(isLive);
      server.queueFault({ kind: 'echo', mode, ms: 30 });
      const sent = chat.conversation.sendMessage('hello');
      const [key] = (await chat.until(({ keys }) => keys.length === 1)).keys;
      const message = await sent;
      emit('an answer');
      await chat.until(({ keys }) => keys.length === 2);
      await server.until(() =>
        server
          .log()
          .filter(({ route }) => route === 'send')
          .every(({ closedAt }) => closedAt !== undefined),
      );
      expect(message).toMatchObject({ key, status: 'complete', id: server.messages(id)[0]!.id });
      expect(chat.texts()).toEqual(['hello', 'an answer']);
      for (const state of chat.states)
        expect(textsOf(state).filter((text) => text === 'hello').length).toBeLessThanOrEqual(1);
      expect(chat.state().keys[0]).toBe(key);
    },
  );

  it('is stored once when its answer is lost, and the row says so', async () => {
    const chat = join();
    await chat.until(isLive);
    server.queueFault({ kind: 'refuse', when: 'after', match: { route: 'send' }, times: 2 });
    await expect(chat.conversation.sendMessage('once')).resolves.toMatchObject({
      status: 'complete',
    });
    expect(stored()).toEqual(['once']);
    await chat.until(({ keys }) => keys.length === 1);
  });

  it('fails with a reason, keeps its row, and goes again with the same key', async () => {
    const chat = join();
    await chat.until(isLive);
    server.queueFault({ kind: 'http', status: 403, match: { route: 'send' } });
    await expect(chat.conversation.sendMessage('please')).rejects.toMatchObject({
      code: 'forbidden',
      status: 403,
    });
    const state = await chat.until(({ status }) => status === 'error');
    const [row] = selectMessages(state);
    expect(row).toMatchObject({ status: 'failed', error: { code: 'forbidden' } });
    await expect(chat.conversation.retryMessage(row!.key)).resolves.toMatchObject({
      key: row!.key,
      status: 'complete',
    });
    const keys = server
      .log()
      .filter(({ route }) => route === 'send')
      .map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(1);
    expect(stored()).toEqual(['please']);
  });

  it('can be discarded after it failed', async () => {
    const chat = join();
    await chat.until(isLive);
    server.queueFault({ kind: 'http', status: 400, match: { route: 'send' } });
    await expect(chat.conversation.sendMessage('no')).rejects.toMatchObject({
      code: 'bad_request',
    });
    chat.conversation.discardMessage((await chat.until(({ keys }) => keys.length === 1)).keys[0]!);
    await chat.until(({ keys, status }) => keys.length === 0 && status === 'ready');
  });

  it('keeps order with the next one, also when both have the same text', async () => {
    const chat = join();
    await chat.until(isLive);
    const results = await Promise.all(
      ['ok', 'ok', 'done'].map((text) => chat.conversation.sendMessage(text)),
    );
    await chat.until(({ keys }) => keys.length === 3);
    expect(chat.texts()).toEqual(['ok', 'ok', 'done']);
    expect(chat.ids()).toEqual(server.messages(id).map((message) => message.id));
    expect(results.map(({ key }) => key)).toEqual(chat.state().keys);
  });
});

describe('leaving', () => {
  it('closes the socket and every timer, and asks for nothing more', async () => {
    const clock = createCountingClock();
    const chat = openConversation({ transport: createTestTransport(server), clock }, id);
    open.push(chat);
    await chat.until(isLive);
    chat.release();
    await server.until(() => server.openStreams().length === 0);
    expect(clock.pending).toBe(0);
    expect(chat.state()).toMatchObject({ continuity: 'paused', connection: { status: 'idle' } });
    const requests = server.log().length;
    emit('nobody listens');
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.log()).toHaveLength(requests);
    expect(chat.texts()).toEqual([]);
  });

  it('and coming back in the same tick, as StrictMode does, makes one ticket and one stream', async () => {
    const chat = join();
    chat.release();
    const release = chat.conversation.connect();
    await chat.until(isLive);
    expect(server.tickets()).toHaveLength(1);
    expect(server.log().filter(({ route }) => route === 'stream')).toHaveLength(1);
    release();
  });

  it('and coming back later shows what was held at once, then proves it', async () => {
    emit('before');
    const chat = join();
    await chat.until(isLive);
    chat.release();
    await chat.until(({ continuity }) => continuity === 'paused');
    emit('meanwhile');
    const again = chat.client.conversation(id);
    const release = again.connect();
    expect(textsOf(again.store.getState())).toEqual(['before']);
    await chat.until((state) => isLive(state) && state.keys.length === 2);
    release();
  });
});
