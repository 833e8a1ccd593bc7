import fc from 'fast-check';
import {
  getMessageText,
  selectMessages,
  type ConversationState,
} from 'react-conversation-stream/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConversation, type OpenConversation } from '../../helpers/openConversation.ts';
import { createTestTransport } from './expysTransport.ts';
import { seedExpys, startExpys, type ExpysServer } from './startExpys.ts';

const id = 'cnv_1';
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

const emit = (body: string) => server.emit({ conversationId: id, body });
const stored = () => server.messages(id).map(({ body }) => body ?? '');
const join = (options: Parameters<typeof createTestTransport>[1] = {}): OpenConversation => {
  const opened = openConversation({ transport: createTestTransport(server, options) }, id);
  open.push(opened);
  return opened;
};
const isLive = (state: ConversationState) => state.continuity === 'live';
const textsOf = (state: ConversationState) => selectMessages(state).map(getMessageText);
const streams = () => server.log().filter(({ route }) => route === 'stream');

describe('a backlog of 20, then what follows, is one list', () => {
  it('and older pages come on demand', async () => {
    for (let i = 0; i < 53; i += 1) emit(`m${i}`);
    const chat = join();
    expect(textsOf(await chat.until(isLive))).toEqual(stored().slice(-20));
    emit('live');
    await chat.until(({ keys }) => keys.length === 21);
    while (chat.state().hasOlderMessages)
      await chat.conversation
        .loadOlderMessages()
        .then(() => chat.until((state) => !state.isLoadingOlderMessages));
    expect(chat.texts()).toEqual(stored());
  });

  it('also when messages arrive between the read and the stream', async () => {
    emit('before');
    server.queueFault({ kind: 'hang-before-headers', ms: 60, match: { route: 'stream' } });
    const chat = join();
    await chat.until(({ keys }) => keys.length === 1);
    expect(chat.state().continuity).toBe('joining');
    emit('in between');
    expect(textsOf(await chat.until(isLive))).toEqual(['before', 'in between']);
  });

  it('through a description that calls the stream text/plain', async () => {
    await server.close();
    server = await startExpys({ contentType: 'text/plain' });
    const chat = join();
    await chat.until(isLive);
    emit('plain');
    await chat.until(({ keys }) => keys.length === 1);
  });
});

describe('what is said during an outage', () => {
  it.each(['close', 'reset'] as const)('appears in order after a %s', async (how) => {
    const chat = join();
    await chat.until(isLive);
    emit('before');
    await chat.until(({ keys }) => keys.length === 1);
    server.queueFault({ kind: 'http', status: 503, match: { route: 'stream' }, times: 2 });
    server.dropStreams({ how });
    for (let i = 0; i < 5; i += 1) emit(`while away ${i}`);
    await server.until(() => streams().length === 4 && server.openStreams().length === 1);
    emit('after');
    const state = await chat.until((next) => isLive(next) && next.keys.length === 7);
    expect(textsOf(state)).toEqual(stored());
  });

  it('is never hidden behind `live`: between the drop and the heal the state says so', async () => {
    const chat = join();
    await chat.until(isLive);
    emit('before');
    await chat.until(({ keys }) => keys.length === 1);
    server.queueFault({ kind: 'slow-history', ms: 120, times: 3 });
    server.dropStreams({ how: 'reset' });
    emit('lost on the wire');
    await server.until(() => streams().length === 2 && server.openStreams().length === 1);
    emit('heard');
    const state = await chat.until(({ keys }) => keys.length === 2);
    expect([state.continuity, textsOf(state)]).toEqual(['reconciling', ['before', 'heard']]);
    const healed = await chat.until(isLive);
    expect(textsOf(healed)).toEqual(['before', 'lost on the wire', 'heard']);
  });

  it('survives a restart of the server and a history that fails while it heals', async () => {
    // Longer and longer, as in an app: a restart may take its time on a busy machine.
    const chat = join({ policy: { backoff: (failures) => 5 * 2 ** failures } });
    await chat.until(isLive);
    server.queueFault({ kind: 'fail-history', status: 503, times: 3 });
    await Promise.all([
      server.restart({ downtime: 30 }),
      chat.until(({ continuity }) => continuity === 'reconciling'),
    ]);
    emit('after the restart');
    expect(textsOf(await chat.until((s) => isLive(s) && s.keys.length === 1))).toEqual(stored());
  });

  it('longer than ten pages is a visible gap with a way to load it', async () => {
    const chat = join();
    await chat.until(isLive);
    emit('known');
    await chat.until(({ keys }) => keys.length === 1);
    server.queueFault({ kind: 'hang-before-headers', ms: 150, match: { route: 'stream' } });
    server.dropStreams({ how: 'reset' });
    for (let i = 0; i < 205; i += 1) emit(`missed ${i}`);
    const state = await chat.until(({ continuity }) => continuity === 'gap');
    expect(state.gaps).toHaveLength(1);
    expect(textsOf(state)).toEqual(['known', ...stored().slice(-200)]);
    await chat.conversation.loadOlderMessages();
    const healed = await chat.until(isLive);
    expect(healed.gaps).toEqual([]);
    expect(textsOf(healed)).toEqual(stored());
  });

  it('is neither lost nor doubled under random drops', async () => {
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
          seedExpys(server);
          for (const { events, how } of drops) server.queueFault({ kind: how, events });
          const chat = join();
          for (let i = 0; i < count; i += 1) {
            emit(`${i}`);
            await new Promise((resolve) => setImmediate(resolve));
          }
          await chat.until((state) => isLive(state) && state.keys.length >= Math.min(20, count));
          await chat.conversation.reconcile();
          const shown = textsOf(await chat.until(isLive));
          expect(shown).toEqual(stored().slice(-shown.length));
          for (const state of chat.states)
            expect(new Set(textsOf(state)).size).toBe(textsOf(state).length);
          chat.client.dispose();
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe('an endpoint that accepts and closes at once', () => {
  it('counts as failing: each attempt waits longer than the one before', async () => {
    server.queueFault({ kind: 'close-after', events: 0, times: 5 });
    const asked: number[] = [];
    const backoff = (failures: number): number => {
      asked.push(failures);
      return 1;
    };
    const chat = join({ policy: { backoff } });
    await server.until(() => streams().length === 6 && server.openStreams().length === 1);
    await chat.until(isLive);
    expect(asked).toEqual([0, 1, 2, 3, 4]);
  });

  it('starts its count anew after an event', async () => {
    server.queueFault(
      { kind: 'close-after', events: 0, times: 2 },
      { kind: 'close-after', events: 1 },
    );
    const asked: number[] = [];
    const backoff = (failures: number): number => {
      asked.push(failures);
      return 1;
    };
    const chat = join({ policy: { backoff } });
    await server.until(() => streams().length === 3 && server.openStreams().length === 1);
    emit('counts');
    await server.until(() => streams().length === 4 && server.openStreams().length === 1);
    await chat.until(isLive);
    expect(asked).toEqual([0, 1, 0]);
  });
});
