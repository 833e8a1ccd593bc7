import fc from 'fast-check';
import {
  getMessageText,
  selectMessages,
  type ConversationError,
  type ConversationState,
  type Message,
} from 'react-conversation-stream/core';
import type { LexeyTransportOptions } from 'react-conversation-stream/transports/lexey';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LexeyOptions } from '../../../playground/server/lexey.ts';
import type { QueuedFault } from '../../../playground/server/fault.ts';
import { createCountingClock } from '../../helpers/countingClock.ts';
import { openConversation, type OpenConversation } from '../../helpers/openConversation.ts';
import { startLexey, type LexeyServer } from '../../helpers/startLexey.ts';
import { createTestTransport } from './readTurn.ts';

/* Whole conversations over real sockets: what core makes of this transport. */
let server: LexeyServer;
let open: OpenConversation[] = [];

const restart = async (options: LexeyOptions = {}): Promise<void> => {
  await server?.close();
  server = await startLexey({ messageLimit: 1_000, ...options });
};
beforeEach(() => restart());
afterEach(async () => {
  for (const { client } of open) client.dispose();
  open = [];
  await server.close();
});

const clock = createCountingClock();
const isLive = ({ continuity }: ConversationState) => continuity === 'live';

/** Joined and live; history is read 20, 60 and 150 ms after a cut. */
async function join(options: Partial<LexeyTransportOptions> = {}): Promise<OpenConversation> {
  const policy = { recoveryDelays: [20, 60, 150], backoff: () => 5, ...options.policy };
  const transport = createTestTransport(server, { ...options, policy });
  const chat = openConversation({ transport, clock }, 'cv_1');
  open.push(chat);
  await chat.until(isLive);
  return chat;
}
const sends = () => server.log().filter(({ route }) => route === 'send');
const reads = () => server.log().filter(({ route }) => route === 'history');
const settle = (chat: OpenConversation, text: string): Promise<Message | ConversationError> =>
  chat.conversation.sendMessage(text).catch((error: ConversationError) => error);
const rowsOf = (state: ConversationState) =>
  selectMessages(state).map((row) => `${row.role}:${row.status}:${getMessageText(row)}`);
const rows = (chat: OpenConversation) => rowsOf(chat.state());
/** Every row has the id history gave it: nothing is taken for new that is known. */
const isListed = (state: ConversationState) =>
  selectMessages(state).every(({ id }) => /^(user|assistant)-\d+-\d+$/.test(id));
const isStreaming = (state: ConversationState) =>
  rowsOf(state)[1]?.startsWith('assistant:streaming:Our') === true;

describe('a turn', () => {
  it('shows the send, the reply as it grows, and then what history has of both, in the same rows', async () => {
    const chat = await join();
    server.say('Our', { text: ' hours', delay: 40 }, { text: ' are 9–5.', delay: 40 });
    const sent = chat.conversation.sendMessage('When?');
    const { keys } = await chat.until(isStreaming);
    expect(await sent).toMatchObject({ role: 'assistant', key: keys[1], status: 'complete' });
    await chat.until(isListed);
    expect(rows(chat)).toEqual(['user:complete:When?', 'assistant:complete:Our hours are 9–5.']);
    expect(chat.state().keys).toEqual(keys);
    expect(chat.states.some(({ status }) => status === 'streaming')).toBe(true);
    expect(chat.state().status).toBe('ready');
  });

  it('that is refused by the assistant is complete, and one without a word is, too', async () => {
    const chat = await join();
    expect(await settle(chat, 'Tell me the password')).toMatchObject({ status: 'complete' });
    server.script({ conversationId: 'cv_1', replies: [[]] });
    expect(await settle(chat, 'hi')).toMatchObject({ status: 'complete', parts: [] });
  });

  it('waits for the one before', async () => {
    const chat = await join();
    server.say('A', { text: 'a', delay: 60 });
    server.say('B');
    const [first, second] = [settle(chat, 'one'), settle(chat, 'two')];
    await chat.until((state) => rowsOf(state).includes('user:queued:two'));
    expect(sends()).toHaveLength(1);
    await Promise.all([first, second]);
    await chat.until(isListed);
    expect(chat.texts()).toEqual(['one', 'Aa', 'two', 'B']);
    expect(server.contents()).toEqual(['one', 'Aa', 'two', 'B']);
  });

  it('of the same words as the one before is another', async () => {
    const chat = await join();
    for (const answer of ['ok', 'ok']) {
      server.say(answer);
      await settle(chat, 'again');
    }
    await chat.until(isListed);
    expect(chat.texts()).toEqual(['again', 'ok', 'again', 'ok']);
    expect(new Set(chat.ids()).size).toBe(4);
  });
});

describe('a reply that is cut', () => {
  it('keeps its text, marked, and gets the rest from history; nothing is sent again', async () => {
    await restart({ maxDuration: 40 });
    const chat = await join();
    server.say('Our', { text: ' hours', delay: 90 });
    const sent = settle(chat, 'When?');
    await chat.until((state) => rowsOf(state)[1] === 'assistant:interrupted:Our');
    await chat.until((state) => rowsOf(state)[1] === 'assistant:complete:Our hours');
    expect(await sent).toMatchObject({ status: 'complete' });
    expect(sends()).toHaveLength(1);
    expect(chat.state()).toMatchObject({ status: 'ready', error: undefined });
  });

  it('stays as it is when history never has the rest', async () => {
    await restart({ storesAfterDisconnect: false });
    const chat = await join();
    server.say('Our', { text: ' hours', delay: 10_000 });
    server.queueFault({ kind: 'reset-after', events: 1 });
    expect(await settle(chat, 'When?')).toMatchObject({ status: 'interrupted' });
    await chat.conversation.reconcile();
    expect(rows(chat)).toEqual(['user:complete:When?', 'assistant:interrupted:Our']);
    expect(sends()).toHaveLength(1);
    expect(chat.state().status).toBe('error');
  });

  it('at any byte is the beginning of the text, then all of it, and sent once', async () => {
    const deltas = ['größer', ' 😀', ' x'];
    const whole = deltas.join('');
    server.say(...deltas);
    await settle(await join(), 'how long?');
    const length = sends()[0]!.bytesSent;
    let chat = await join();
    for (let bytes = 0; bytes < length; bytes += 1) {
      // A conversation reads history 40 times a minute at most.
      if (bytes % 8 === 7) {
        chat.client.dispose();
        chat = await join();
      }
      server.say(...deltas);
      server.queueFault({ kind: bytes % 2 ? 'reset-after' : 'close-after', bytes });
      expect(await settle(chat, `cut ${bytes}`)).toMatchObject({ status: 'complete' });
      expect(chat.texts().at(-1)).toBe(whole);
      for (const state of chat.states) {
        const newest = selectMessages(state).at(-1);
        const isReply = newest?.role === 'assistant';
        if (isReply) expect(whole.startsWith(getMessageText(newest))).toBe(true);
        if (isReply && newest.status === 'complete') expect(getMessageText(newest)).toBe(whole);
      }
    }
    await chat.until(isListed);
    expect(chat.texts()).toEqual(server.contents());
    expect(sends()).toHaveLength(length + 1);
  }, 60_000);

  it('after an id gap shows what came, then the whole', async () => {
    const chat = await join();
    server.say('Our', ' hours', ' are', ' 9–5');
    server.queueFault({ kind: 'skip', at: 2 });
    const sent = settle(chat, 'When?');
    await chat.until((state) => rowsOf(state)[1] === 'assistant:interrupted:Our are 9–5');
    expect(await sent).toMatchObject({ status: 'complete' });
    expect(rows(chat)).toEqual(['user:complete:When?', 'assistant:complete:Our hours are 9–5']);
    expect(chat.ids()).toHaveLength(2);
  });

  it('with history late is asked for again, as often as the policy says', async () => {
    const chat = await join();
    const before = reads().length;
    // Twice history does not know of the exchange yet.
    const body = '{"messages":[]}';
    const late = { kind: 'wrong-type', type: 'application/json', body, times: 2 } as const;
    server.queueFault({ ...late, match: { route: 'history' } });
    server.say('Our', ' hours');
    server.queueFault({ kind: 'reset-after', events: 1 });
    expect(await settle(chat, 'When?')).toMatchObject({ status: 'complete' });
    expect(reads().length - before).toBe(3);
    expect(chat.texts()).toContain('Our hours');
  });
});

describe('a reply that fails', () => {
  it.each([true, false])('stays an error, [DONE] or not; stored: %s', async (storesFailed) => {
    await restart({ storesFailed });
    const chat = await join();
    for (const kind of ['error-then-done', 'error-then-close'] as const) {
      server.say('Our', ' hours', ' are');
      server.queueFault({ kind, after: 2, message: 'Upstream model unavailable' });
      const wanted = { status: 'error', error: { code: 'agent_error' } };
      expect(await settle(chat, 'When?')).toMatchObject(wanted);
      expect(chat.state()).toMatchObject(wanted);
    }
    await chat.conversation.reconcile();
    const row = ['user:complete:When?', 'assistant:error:Our hours'];
    expect(rows(chat)).toEqual([...row, ...row]);
  });
});

describe('a message that is refused', () => {
  const kinds: [string, QueuedFault, string][] = [
    ['402', { kind: 'http', status: 402 }, 'http_error'],
    ['429: the conversation is full', { kind: 'http', status: 429 }, 'rate_limited'],
    ['429 with Retry-After', { kind: 'http', status: 429, retryAfter: 0 }, 'rate_limited'],
    ['500', { kind: 'http', status: 500 }, 'server_error'],
    ['502 from a proxy', { kind: 'html', status: 502 }, 'server_error'],
    ['a dead socket', { kind: 'refuse' }, 'network'],
  ];
  it.each(kinds)('by %s fails, and is not sent again by itself', async (_, fault, code) => {
    const chat = await join();
    server.queueFault({ ...fault, match: { route: 'send' } });
    expect(await settle(chat, 'hi')).toMatchObject({ code });
    expect(rows(chat)).toEqual(['user:failed:hi']);
    await new Promise((resolve) => clock.setTimeout(() => resolve(undefined), 200));
    expect(sends()).toHaveLength(1);
    const [key] = chat.state().keys;
    server.say('Hello');
    expect(await chat.conversation.retryMessage(key!)).toMatchObject({ status: 'complete' });
    await chat.until(isListed);
    expect(chat.texts()).toEqual(['hi', 'Hello']);
  });

  it('by a 500 although it was stored is found in history, once', async () => {
    const chat = await join();
    server.say('Hello');
    server.queueFault({ kind: 'http', status: 500, when: 'after', match: { route: 'send' } });
    await settle(chat, 'hi');
    await chat.conversation.reconcile();
    await chat.until(isListed);
    expect(rows(chat)).toEqual(['user:complete:hi', 'assistant:complete:Hello']);
    expect(sends()).toHaveLength(1);
  });
});

describe('a person', () => {
  it('who takes over is announced, and heard although no stream brings it', async () => {
    const chat = await join({ pollInterval: 30 });
    server.say('Handing over.', { status: 'escalated' });
    await settle(chat, 'A human please');
    expect(chat.state().conversationStatus).toMatchObject({ status: 'escalated' });
    server.emit({ conversationId: 'cv_1', content: 'Hi, Maya here' });
    await chat.until(({ keys }) => keys.length === 3);
    server.script({ conversationId: 'cv_1', replies: [[{ person: 'One moment', delay: 50 }]] });
    await settle(chat, 'My lantern broke');
    await chat.until((state) => rowsOf(state).at(-1) === 'assistant:complete:One moment');
    expect(chat.texts().filter((text) => text !== '')).toEqual(server.contents());
  });

  it('who has handed back is no longer asked for', async () => {
    const chat = await join({ pollInterval: 20 });
    server.say({ status: 'escalated' });
    await settle(chat, 'A human please');
    await server.until(() => reads().length > 4);
    server.say({ status: 'active' }, 'Back.');
    await settle(chat, 'Thanks');
    await chat.until(isListed).catch(() => {});
    const before = reads().length;
    await new Promise((resolve) => clock.setTimeout(() => resolve(undefined), 150));
    expect(reads().length).toBe(before);
  });

  it('who writes while a reply runs does not end up in it', async () => {
    const chat = await join({ pollInterval: 15 });
    server.say({ status: 'escalated' });
    await settle(chat, 'A human please');
    server.say('Let', { text: ' me', delay: 120 }, { text: ' look.', delay: 120 });
    const sent = settle(chat, 'And now?');
    await chat.until(
      (state) => rowsOf(state).at(-1)?.startsWith('assistant:streaming:Let') === true,
    );
    server.emit({ conversationId: 'cv_1', content: 'Maya here, too' });
    expect(await sent).toMatchObject({ status: 'complete' });
    await chat.conversation.reconcile();
    expect(chat.texts().filter((text) => text !== '')).toEqual(server.contents());
    for (const state of chat.states)
      for (const text of selectMessages(state).map(getMessageText))
        expect(
          text === '' ||
            text.length < 3 ||
            'A human please|And now?|Let me look.|Maya here, too'.includes(text),
        ).toBe(true);
  });
});

describe('stop', () => {
  it('keeps the text as it was, whatever the server went on to say', async () => {
    const chat = await join();
    server.say('Our', { text: ' hours', delay: 80 });
    const sent = settle(chat, 'When?');
    await chat.until(isStreaming);
    await chat.conversation.stop();
    expect(await sent).toMatchObject({ status: 'stopped' });
    await server.until(() => server.contents().length === 2);
    await chat.conversation.reconcile();
    expect(rows(chat)).toEqual(['user:complete:When?', 'assistant:stopped:Our']);
    expect(server.openStreams()).toEqual([]);
  });
});

describe('leaving', () => {
  it('in the middle of a reply leaves no socket and no timer; the next visit has it whole', async () => {
    const chat = await join();
    server.say('Our', { text: ' hours', delay: 60 });
    const sent = settle(chat, 'When?');
    await chat.until(isStreaming);
    chat.release();
    expect(await sent).toMatchObject({ code: 'aborted' });
    await server.until(() => server.openStreams().length === 0);
    expect(clock.pending).toBe(0);
    await server.until(() => server.contents().length === 2);
    chat.conversation.connect();
    await chat.until((state) => rowsOf(state)[1] === 'assistant:complete:Our hours');
    await chat.until(isListed);
    expect(chat.texts()).toEqual(['When?', 'Our hours']);
  });
});

describe('any faults', () => {
  const fault = fc.oneof(
    fc.constant(undefined),
    fc.record({
      kind: fc.constantFrom('close-after' as const, 'reset-after' as const),
      events: fc.nat(5),
    }),
    fc.record({ kind: fc.constant('skip' as const), at: fc.integer({ min: 1, max: 5 }) }),
    fc.record({
      kind: fc.constantFrom('duplicate' as const, 'garbage-json' as const, 'id-gap' as const),
      at: fc.integer({ min: 1, max: 4 }),
    }),
    fc.constantFrom<QueuedFault>(
      { kind: 'no-done' },
      { kind: 'done-then-data' },
      { kind: 'done-then-open' },
      { kind: 'id-missing' },
      { kind: 'split', sizes: [1, 3] },
      { kind: 'http', status: 500, match: { route: 'send' } },
      { kind: 'http', status: 500, when: 'after', match: { route: 'send' } },
    ),
  );
  it('end with what the server has, each once, in order, and nothing was sent twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 6 }), async (faults) => {
        server.reset();
        server.seed({ conversations: [{ id: 'cv_1' }] });
        const chat = await join();
        for (const [index, each] of faults.entries()) {
          server.say(`Answer`, ` ${index}`, ' to', ' that.');
          if (each) server.queueFault(each);
          await settle(chat, `Question ${index}`);
        }
        await server.until(
          () => server.state()['conversations'] !== undefined && server.openStreams().length === 0,
        );
        await chat.conversation.reconcile();
        const failed = rows(chat).filter((row) => row.includes(':failed:'));
        const shown = chat.texts().filter((_, at) => !rows(chat)[at]!.includes(':failed:'));
        expect(shown).toEqual(server.contents());
        expect(failed).toHaveLength(faults.length - server.contents().length / 2);
        const bodies = sends().map(({ body }) => body);
        expect(new Set(bodies).size).toBe(bodies.length);
        chat.client.dispose();
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
