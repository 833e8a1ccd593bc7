import fc from 'fast-check';
import { selectMessages, type Environment, type Message } from 'react-conversation-stream/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LettaScript } from '../../../playground/server/letta/lettaTypes.ts';
import { createCountingClock } from '../../helpers/countingClock.ts';
import { openConversation, type OpenConversation } from '../../helpers/openConversation.ts';
import { startLetta, type LettaServer } from '../../helpers/startLetta.ts';
import { createTestTransport, showPart } from './lettaTransport.ts';

let server: LettaServer;
let open: OpenConversation[] = [];
beforeEach(async () => {
  server = await startLetta();
});
afterEach(async () => {
  for (const { client } of open) client.dispose();
  open = [];
  await server.close();
});

const script = (...replies: LettaScript[]) =>
  server.script({ conversationId: server.conversationId, replies });
/** Publishes as often as can be, so that nothing is hidden between two frames. */
const environment: Environment = {
  schedule(publish) {
    const handle = setImmediate(publish);
    return () => clearImmediate(handle);
  },
  onWake: () => () => {},
  isOnline: () => true,
};

/** An open conversation, with the rows of every state as they were when it was published. */
type Chat = OpenConversation & { readonly shown: (readonly Message[])[] };
const join = (transport = createTestTransport(server)): Chat => {
  const opened = openConversation({ transport, environment }, server.conversationId);
  const shown: (readonly Message[])[] = [];
  opened.conversation.store.subscribe((state) => void shown.push(selectMessages(state)));
  open.push(opened);
  return { ...opened, shown };
};
type State = ReturnType<OpenConversation['state']>;
const isLive = ({ continuity }: State) => continuity === 'live';
const rowsOf = (state: State) =>
  selectMessages(state).map(({ parts }) => parts.map(showPart).join(''));
const statusesOf = (state: State) => selectMessages(state).map(({ status }) => status);
const isSettled = (state: State) => isLive(state) && state.status === 'ready';

const isTelling = (state: State) => rowsOf(state).at(-1)?.startsWith('One two') === true;

const long = 'One two three four five six seven eight nine ten. '.repeat(6);
const answer: LettaScript = {
  steps: [
    {
      reasoning: 'Thinking it over.',
      text: 'Looking.',
      tools: [{ name: 'look', input: { q: 1 }, id: 'c1', output: 'found' }],
    },
    { text: long },
  ],
};
const whole = ['Hello', '<Thinking it over.>Looking.[output-available:{"q":1}→found]', long];

/** No published state may show a row twice, or take text back. */
function expectMonotone({ shown }: Chat): void {
  const longest = new Map<string, number>();
  expect(shown.length).toBeGreaterThan(3);
  for (const rows of shown) {
    const ids = rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { key, parts } of rows) {
      const length = parts.reduce((sum, part) => sum + ('text' in part ? part.text.length : 0), 0);
      expect(length).toBeGreaterThanOrEqual(longest.get(key) ?? 0);
      longest.set(key, length);
    }
  }
}

describe('a send', () => {
  it('streams steps and ends with what history has, in place', async () => {
    script(answer);
    const chat = join();
    await chat.until(isLive);
    const last = await chat.conversation.sendMessage('Hello');
    const state = await chat.until(isSettled);
    expect(rowsOf(state)).toEqual(whole);
    expect(last.parts.map(showPart).join('')).toBe(long);
    await chat.until((next) => !selectMessages(next)[0]!.id.startsWith('local'));
    const ids = server.messages(server.conversationId).map(({ id }) => id);
    expect(chat.ids()).toEqual([...new Set(chat.ids())]);
    for (const id of chat.ids()) expect(ids).toContain(id);
    expect(chat.state().keys).toEqual(state.keys);
    expectMonotone(chat);
  });

  it('is repeated with the same otid when its answer is lost, and stored once', async () => {
    script(answer);
    server.queueFault({ kind: 'refuse', when: 'after', match: { route: 'send' }, times: 2 });
    const chat = join();
    await chat.until(isLive);
    await chat.conversation.sendMessage('Hello');
    expect(rowsOf(await chat.until(isSettled))).toEqual(whole);
    expect(server.runs()).toHaveLength(1);
  });

  it('waits for the run of another client, then goes', async () => {
    script({ steps: [{ text: 'first' }], holdAfter: 1 }, { steps: [{ text: 'second' }] });
    const chat = join(createTestTransport(server, { policy: { maxRetryAfter: 20 } }));
    await chat.until(isLive);
    server.startRun({ conversationId: server.conversationId, text: 'theirs' });
    const sent = chat.conversation.sendMessage('mine');
    await server.until(
      () =>
        server.log().filter(({ route, status }) => route === 'send' && status === 409).length >= 1,
    );
    server.proceed(server.conversationId);
    expect((await sent).parts).toMatchObject([{ type: 'text', text: 'second' }]);
    expect(
      rowsOf(await chat.until((state) => isSettled(state) && state.keys.length === 4)),
    ).toEqual(['theirs', 'first', 'mine', 'second']);
  });
});

describe('an answer that is cut', () => {
  it('completes in place when the server is killed in the middle and starts again', async () => {
    script({ ...answer, holdAfter: 40 });
    // Longer and longer, as in an app: a restart may take its time on a busy machine.
    const policy = { backoff: (failures: number): number => 5 * 2 ** failures, maxRetries: 12 };
    const chat = join(createTestTransport(server, { policy }));
    await chat.until(isLive);
    const sent = chat.conversation.sendMessage('Hello');
    await chat.until((state) => isTelling(state));
    await Promise.all([
      server.restart({ downtime: 30 }),
      chat.until(({ connection }) => connection.status !== 'open'),
    ]);
    server.proceed(server.conversationId);
    await sent;
    const state = await chat.until(isSettled);
    expect(rowsOf(state)).toEqual(whole);
    expect(statusesOf(state)).toEqual(['complete', 'complete', 'complete']);
    expectMonotone(chat);
  });

  it('completes through many drops', async () => {
    script({ ...answer, pieceSize: 2 });
    for (let cut = 0; cut < 8; cut += 1) {
      server.queueFault({
        kind: cut % 2 ? 'reset-after' : 'close-after',
        bytes: 1_000 + cut * 777,
      });
    }
    const chat = join(createTestTransport(server, { policy: { maxRetries: 20 } }));
    await chat.until(isLive);
    await chat.conversation.sendMessage('Hello');
    expect(rowsOf(await chat.until(isSettled))).toEqual(whole);
    expectMonotone(chat);
  });

  it('ends with what the server has, for any cuts', async () => {
    const cut = fc.record({
      bytes: fc.integer({ min: 0, max: 16_000 }),
      kind: fc.constantFrom('reset-after' as const, 'close-after' as const),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(cut, { maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        async (cuts, pieceSize) => {
          server.reset();
          server.seed({ conversations: [{ id: server.conversationId }] });
          const chat = join(createTestTransport(server, { policy: { maxRetries: 20 } }));
          await chat.until(isSettled);
          script({ ...answer, pieceSize });
          server.queueFault(...cuts);
          await chat.conversation.sendMessage('Hello');
          expect(rowsOf(await chat.until(isSettled))).toEqual(whole);
          expectMonotone(chat);
          chat.client.dispose();
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  it('completes after a reload in the middle, with nothing doubled', async () => {
    script({ ...answer, holdAfter: 40 });
    const before = join();
    await before.until(isLive);
    const given = before.conversation.sendMessage('Hello').catch((error: unknown) => error);
    await before.until((state) => isTelling(state));
    before.client.dispose();
    await given;
    const after = join(createTestTransport(server));
    await after.until((state) => isTelling(state));
    server.proceed(server.conversationId);
    const state = await after.until(isSettled);
    expect(rowsOf(state)).toEqual(whole);
    expectMonotone(after);
  });

  it('is read from history when it ran in the foreground', async () => {
    script({ ...answer, holdAfter: 30 });
    server.queueFault({ kind: 'reset-after', events: 25, match: { route: 'send' } });
    const chat = join(createTestTransport(server, { background: false }));
    await chat.until(isLive);
    const sent = chat.conversation.sendMessage('Hello').catch((error: unknown) => error);
    await chat.until((state) => statusesOf(state).includes('interrupted'));
    server.proceed(server.conversationId);
    await sent;
    expect(rowsOf(await chat.until(isSettled))).toEqual(whole);
  });
});

describe('stop', () => {
  it('cancels the run on the server, keeps the text, and nothing resumes it', async () => {
    script({ ...answer, holdAfter: 40 });
    const chat = join();
    await chat.until(isLive);
    const sent = chat.conversation.sendMessage('Hello').catch((error: unknown) => error);
    await chat.until((state) => isTelling(state));
    await chat.conversation.stop();
    const stopped = rowsOf(chat.state()).at(-1)!;
    server.proceed(server.conversationId);
    await sent;
    expect(server.runs()).toMatchObject([{ status: 'cancelled' }]);
    const state = await chat.until(({ status }) => status === 'ready');
    expect(statusesOf(state).at(-1)).toBe('stopped');
    await chat.conversation.reconcile();
    expect(rowsOf(chat.state()).at(-1)).toBe(stopped);
    expect(server.log().filter(({ route }) => route === 'resume')).toHaveLength(1);
    expect(server.openStreams()).toEqual([]);
    script({ steps: [{ text: 'Next.' }] });
    expect((await chat.conversation.sendMessage('Go on')).parts).toMatchObject([{ text: 'Next.' }]);
  });
});

describe('an approval', () => {
  const pay = {
    name: 'pay',
    input: { eur: 9 },
    id: 'call_pay',
    waitsFor: 'approval',
    output: 'Paid',
  } as const;
  const asking: LettaScript = {
    steps: [{ text: 'May I?', tools: [pay] }, { text: 'Paid 9 euros.' }],
    denied: [{ text: 'As you wish.' }],
  };
  const findState = (rows: readonly Message[]) =>
    rows
      .flatMap(({ parts }) => parts.map((part) => ('toolCallId' in part ? part.state : '')))
      .find(Boolean);
  const stateOf = (state: State) => findState(selectMessages(state));

  it('is asked, given, and the result comes to the call that asked', async () => {
    script(asking);
    const chat = join();
    await chat.until(isLive);
    await chat.conversation.sendMessage('Pay');
    await chat.until((state) => isSettled(state) && stateOf(state) === 'approval-requested');
    await chat.conversation.respondToApproval({ approvalId: 'call_pay', isApproved: true });
    expect(rowsOf(await chat.until(isSettled))).toEqual([
      'Pay',
      'May I?[output-available:{"eur":9}→Paid]',
      'Paid 9 euros.',
    ]);
    expect(chat.shown.map(findState)).toContain('approval-responded');
  });

  it('is still asked after a reload, and can be denied', async () => {
    script(asking);
    const before = join();
    await before.until(isLive);
    await before.conversation.sendMessage('Pay');
    before.client.dispose();
    const chat = join(createTestTransport(server));
    await chat.until((state) => isLive(state) && stateOf(state) === 'approval-requested');
    await chat.conversation.respondToApproval({
      approvalId: 'call_pay',
      isApproved: false,
      reason: 'too much',
    });
    const state = await chat.until((next) => isSettled(next) && next.keys.length === 3);
    expect(stateOf(state)).toBe('output-denied');
    expect(rowsOf(state).at(-1)).toBe('As you wish.');
  });

  it('gets the result of a tool that the app ran itself', async () => {
    script({
      steps: [
        { tools: [{ name: 'locate', input: {}, id: 'c_loc', waitsFor: 'client' }] },
        { text: 'Here you are.' },
      ],
    });
    const chat = join(createTestTransport(server, { clientTools: [{ name: 'locate' }] }));
    await chat.until(isLive);
    await chat.conversation.sendMessage('Where?');
    await chat.conversation.respondToApproval({
      approvalId: 'c_loc',
      isApproved: true,
      output: { lat: 6.5 },
    });
    expect(
      rowsOf(await chat.until((state) => isSettled(state) && state.keys.length === 3)),
    ).toEqual(['Where?', '[output-available:{}→{"lat":6.5}]', 'Here you are.']);
  });
});

describe('a run from elsewhere', () => {
  it('is shown live by who joins', async () => {
    script({ ...answer, holdAfter: 40 });
    server.startRun({ conversationId: server.conversationId, text: 'Hello' });
    const chat = join();
    await chat.until((state) => isTelling(state));
    server.proceed(server.conversationId);
    expect(rowsOf(await chat.until(isSettled))).toEqual(whole);
    expectMonotone(chat);
  });
});

describe('a calm conversation', () => {
  it('asks once whether a run is active, and says nothing of it when there is none', async () => {
    server.emit({ conversationId: server.conversationId, content: 'Hello' });
    const chat = join();
    const state = await chat.until(isSettled);
    await server.until(() =>
      server.log().some(({ route, status }) => route === 'resume' && status === 400),
    );
    expect(state).toMatchObject({ status: 'ready', error: undefined });
    expect(rowsOf(chat.state())).toEqual(['Hello']);
    expect(chat.state()).toMatchObject({ status: 'ready', error: undefined, continuity: 'live' });
    expect(server.log().filter(({ route }) => route === 'resume')).toHaveLength(1);
  });

  it('pages to its start', async () => {
    for (let i = 0; i < 45; i += 1) {
      server.emit({ conversationId: server.conversationId, kind: 'assistant', content: `m${i}` });
    }
    const chat = join();
    await chat.until(isSettled);
    while (chat.state().hasOlderMessages) {
      await chat.conversation.loadOlderMessages();
      await chat.until((state) => !state.isLoadingOlderMessages);
    }
    expect(rowsOf(chat.state())).toEqual(Array.from({ length: 45 }, (_, i) => `m${i}`));
  });
});

describe('leaving', () => {
  it('leaves no socket and no timer', async () => {
    script({ ...answer, holdAfter: 10 });
    const clock = createCountingClock();
    const chat = openConversation(
      { transport: createTestTransport(server), clock },
      server.conversationId,
    );
    open.push(chat);
    await chat.until(isLive);
    void chat.conversation.sendMessage('Hello').catch(() => {});
    await server.until(() => server.openStreams().length === 1);
    chat.client.dispose();
    await server.until(() => server.openStreams().length === 0);
    expect(clock.pending).toBe(0);
  });
});
