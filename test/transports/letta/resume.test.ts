import fc from 'fast-check';
import type { ConversationError, ConversationEvent } from 'react-conversation-stream/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LettaScript } from '../../../playground/server/letta/lettaTypes.ts';
import { startLetta, type LettaServer } from '../../helpers/startLetta.ts';
import {
  applyEvents,
  createTestTransport,
  tell,
  textsOf,
  type ToldMessage,
} from './lettaTransport.ts';

let server: LettaServer;
beforeEach(async () => {
  server = await startLetta();
});
afterEach(() => server.close());

const signal = new AbortController().signal;
const script = (...replies: LettaScript[]) =>
  server.script({ conversationId: server.conversationId, replies });
const message = { parts: [{ type: 'text', text: 'Hello' }] } as const;
const bodiesOf = (route: string) =>
  server
    .log()
    .filter((record) => record.route === route)
    .map(({ body }) => JSON.parse(body || '{}') as Record<string, unknown>);
const answer: LettaScript = {
  steps: [
    {
      reasoning: 'Hm, let me see.',
      text: 'One 😀 two',
      tools: [{ name: 'look', input: { q: 'ü' }, id: 'c1', output: 'é' }],
    },
    { text: 'Three four five. ☀️' },
  ],
};
const whole = ['<Hm, let me see.>One 😀 two[output-available:{"q":"ü"}→é]', 'Three four five. ☀️'];

const send = (transport = createTestTransport(server), key = 'key-1') =>
  transport.sendMessage({
    conversationId: server.conversationId,
    message,
    idempotencyKey: key,
    signal,
  });

/** Sends, and goes on wherever it broke off, as core does. */
async function follow(
  transport = createTestTransport(server),
  start: AsyncIterable<readonly ConversationEvent[]> = send(transport),
): Promise<{ messages: Map<string, ToldMessage>; attempts: number; error: unknown }> {
  const messages = new Map<string, ToldMessage>();
  let cursor: string | undefined;
  let turn = start;
  for (let attempts = 1; ; attempts += 1) {
    const told = await tell(turn);
    applyEvents(told.events, messages);
    cursor = told.cursor ?? cursor;
    const { error } = told;
    const isOver = !error || !(error as ConversationError).retryable || attempts === 60;
    if (isOver) return { messages, attempts, error };
    turn = transport.resumeTurn({
      conversationId: server.conversationId,
      signal,
      ...(cursor === undefined ? {} : { after: cursor }),
    });
  }
}

describe('after a drop', () => {
  it('goes on after the last number, with the run’s id', async () => {
    script(answer);
    server.queueFault({ kind: 'reset-after', events: 6 });
    const transport = createTestTransport(server, { batchSize: 50, pollInterval: 0.05 });
    const { messages, attempts, error } = await follow(transport);
    expect(error).toBeUndefined();
    expect(attempts).toBe(2);
    expect(textsOf(messages.values())).toEqual(whole);
    expect(bodiesOf('resume')).toEqual([
      {
        starting_after: 6,
        run_id: server.runs()[0]!.id,
        include_pings: true,
        batch_size: 50,
        poll_interval: 0.05,
      },
    ]);
  });

  it('goes on by otid when it broke before anything was said', async () => {
    script(answer);
    server.queueFault({ kind: 'reset-after', events: 0 });
    const { messages } = await follow();
    expect(bodiesOf('resume')).toEqual([{ starting_after: 0, include_pings: true, otid: 'key-1' }]);
    expect(textsOf(messages.values())).toEqual(whole);
  });

  it('leaves out what is null, so that the server can wait', async () => {
    script({ ...answer, holdAfter: 3 });
    server.queueFault({ kind: 'reset-after', events: 3 });
    const transport = createTestTransport(server, { batchSize: null, pollInterval: null });
    const done = follow(transport);
    await server.until(() => bodiesOf('resume').length === 1 && server.openStreams().length === 1);
    server.proceed(server.conversationId);
    expect(textsOf((await done).messages.values())).toEqual(whole);
  });

  it.each([
    { events: 2, at: 1 },
    { events: 8, at: 7 },
  ])('pings move nothing: cut after $events chunks and some pings', async ({ events, at }) => {
    script({ ...answer, holdAfter: events });
    const transport = createTestTransport(server);
    let pings = 0;
    server.queueFault({ kind: 'reset-after', heartbeats: 2 });
    const told = await tell(send(transport), (all) => {
      pings = all.length;
      return false;
    });
    expect(pings).toBeGreaterThan(0);
    expect(told.cursor).toBe(`${events + 1}:${server.runs()[0]!.id}`);
    expect(at).toBe(events - 1);
    const resumed = transport.resumeTurn({
      conversationId: server.conversationId,
      after: told.cursor!,
      signal,
    });
    server.proceed(server.conversationId);
    const messages = applyEvents((await tell(resumed)).events, applyEvents(told.events));
    expect(textsOf(messages.values())).toEqual(whole);
  });

  it('ends with the same text for every way to cut and resume', async () => {
    const cut = fc.record({
      bytes: fc.integer({ min: 0, max: 9_000 }),
      kind: fc.constantFrom('reset-after', 'close-after'),
      size: fc.constantFrom(undefined, 1, 7, 400),
    });
    const step = fc.record({
      reasoning: fc.option(fc.string({ unit: 'grapheme', maxLength: 12, minLength: 1 }), {
        nil: undefined,
      }),
      text: fc.string({ unit: 'grapheme', maxLength: 30, minLength: 1 }),
      tools: fc.array(
        fc.record({
          name: fc.constant('tool'),
          input: fc.dictionary(fc.string({ maxLength: 4 }), fc.string({ maxLength: 6 })),
          output: fc.string({ maxLength: 8 }),
        }),
        { maxLength: 1 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(cut, { maxLength: 5 }),
        fc.array(step, { minLength: 1, maxLength: 3 }),
        async (cuts, steps) => {
          server.reset();
          server.seed({ conversations: [{ id: server.conversationId }] });
          script({ steps: steps as LettaScript['steps'] });
          for (const { bytes, kind, size } of cuts) {
            const also = size === undefined ? [] : [{ kind: 'split' as const, sizes: size }];
            server.queueFault({ kind, bytes, also });
          }
          const { messages, error } = await follow();
          expect(error).toBeUndefined();
          const wanted = steps.map(
            ({ reasoning, text, tools }) =>
              (reasoning === undefined ? '' : `<${reasoning}>`) +
              text +
              tools
                .map(({ input, output }) => `[output-available:${JSON.stringify(input)}→${output}]`)
                .join(''),
          );
          expect(textsOf(messages.values())).toEqual(wanted);
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it('applies what comes twice once', async () => {
    script(answer);
    server.queueFault({ kind: 'reset-after', events: 9 });
    server.queueFault({
      kind: 'letta',
      quirk: 'duplicate-seq',
      count: 5,
      match: { route: 'resume' },
    });
    expect(textsOf((await follow()).messages.values())).toEqual(whole);
  });

  it.each(['seq-null', 'seq-zero'] as const)(
    'tells the run from its beginning when chunks had no number (%s)',
    async (quirk) => {
      script(answer);
      server.queueFault({
        kind: 'letta',
        quirk,
        at: 5,
        also: [{ kind: 'reset-after', events: 7 }],
      });
      const { messages } = await follow();
      expect(bodiesOf('resume')[0]).toMatchObject({ starting_after: 0 });
      expect(textsOf(messages.values())).toEqual(whole);
    },
  );

  it('asks history for what a trimmed log has lost', async () => {
    script({ ...answer, holdAfter: 4 });
    const transport = createTestTransport(server);
    server.queueFault({ kind: 'reset-after', events: 4 });
    const told = await tell(send(transport));
    server.proceed(server.conversationId);
    await server.until(() => server.runs()[0]!.status === 'completed');
    server.trimLog({ runId: server.runs()[0]!.id, keep: 6 });
    const resumed = await tell(
      transport.resumeTurn({ conversationId: server.conversationId, after: told.cursor!, signal }),
    );
    expect(resumed.events).toContainEqual(
      expect.objectContaining({ type: 'diagnostic', code: 'skipped_event', isLossy: true }),
    );
  });
});

describe('after a reload', () => {
  it('attaches to the run from its beginning, and doubles nothing', async () => {
    script({ ...answer, holdAfter: 8 });
    await tell(send(), (events) => events.length > 6);
    // A new page: nothing is remembered.
    const transport = createTestTransport(server);
    const turn = tell(transport.resumeTurn({ conversationId: server.conversationId, signal }));
    await server.until(() => server.openStreams().length === 1);
    server.proceed(server.conversationId);
    const { events } = await turn;
    expect(bodiesOf('resume')).toEqual([{ starting_after: 0, include_pings: true }]);
    expect(textsOf(applyEvents(events).values())).toEqual(whole);
  });

  it('tells calls anew that history listed already, with their input as it was', async () => {
    script({ ...answer, holdAfter: 14 });
    await tell(send(), (events) => textsOf(applyEvents(events).values()).length === 2);
    const transport = createTestTransport(server);
    const { conversationId } = server;
    const page = await transport.listMessages({ conversationId, limit: 20, signal });
    expect(page.messages).toHaveLength(2);
    const turn = tell(transport.resumeTurn({ conversationId, signal }));
    await server.until(() => server.openStreams().length === 1);
    server.proceed(conversationId);
    expect(textsOf(applyEvents((await turn).events).values())).toEqual(whole);
  });

  it('with a cursor of the page before, tells the run from its beginning and says so', async () => {
    script({ ...answer, holdAfter: 8 });
    const { cursor } = await tell(send(), (events) => events.length > 6);
    const transport = createTestTransport(server);
    const turn = tell(
      transport.resumeTurn({ conversationId: server.conversationId, after: cursor!, signal }),
    );
    await server.until(() => server.openStreams().length === 1);
    server.proceed(server.conversationId);
    const { events } = await turn;
    expect(events[0]).toEqual({ type: 'open', resumed: false });
    expect(textsOf(applyEvents(events).values())).toEqual(whole);
  });

  it('is silent when nothing runs', async () => {
    const { batches, error } = await tell(
      createTestTransport(server).resumeTurn({ conversationId: server.conversationId, signal }),
    );
    expect({ batches, error }).toEqual({ batches: [], error: undefined });
  });

  it('follows a run that another client began', async () => {
    script({ ...answer, holdAfter: 2 });
    server.startRun({ conversationId: server.conversationId, text: 'from elsewhere' });
    const turn = tell(
      createTestTransport(server).resumeTurn({ conversationId: server.conversationId, signal }),
    );
    await server.until(() => server.openStreams().length === 1);
    server.proceed(server.conversationId);
    expect(textsOf(applyEvents((await turn).events).values())).toEqual(whole);
  });
});

describe('what cannot be resumed', () => {
  it('is gone after three hours', async () => {
    script({ ...answer, holdAfter: 2 });
    server.startRun({ conversationId: server.conversationId, text: 'x' });
    server.advanceClock(3 * 3_600_000 + 1_000);
    const { error } = await tell(
      createTestTransport(server).resumeTurn({ conversationId: server.conversationId, signal }),
    );
    expect(error).toMatchObject({ code: 'gone', status: 410, retryable: false });
  });

  it('is gone when the run is unknown, in the foreground, or without Redis', async () => {
    const resume = (after?: string) =>
      tell(
        createTestTransport(server).resumeTurn({
          conversationId: server.conversationId,
          signal,
          ...(after === undefined ? {} : { after }),
        }),
      );
    expect((await resume('5:run-unknown')).error).toMatchObject({ code: 'gone', status: 404 });
    script({ ...answer, holdAfter: 2 });
    const transport = createTestTransport(server, { background: false });
    await tell(send(transport), (events) => events.length > 2);
    expect((await resume()).error).toMatchObject({ code: 'gone', status: 400 });
    server.queueFault({ kind: 'http', status: 503 });
    expect((await resume()).error).toMatchObject({ code: 'gone', status: 503, retryable: false });
  });

  it.each([
    ['html', { kind: 'html', status: 502 }, { code: 'server_error', retryable: true }],
    ['422', { kind: 'http', status: 422 }, { code: 'bad_request', retryable: false }],
    ['404 of the conversation', { kind: 'http', status: 404 }, { code: 'not_found' }],
    ['401', { kind: 'http', status: 401 }, { code: 'unauthorized' }],
  ] as const)('fails as it should: %s', async (_name, fault, wanted) => {
    server.queueFault(fault);
    const { error } = await tell(
      createTestTransport(server).resumeTurn({ conversationId: server.conversationId, signal }),
    );
    expect(error).toMatchObject(wanted);
  });
});

describe('a run that only pings', () => {
  it('is asked for its state, and ends when it has', async () => {
    script({ ...answer, holdAfter: 8 });
    server.queueFault({ kind: 'reset-after', events: 8 });
    server.queueFault({ kind: 'letta', quirk: 'ping-only', match: { route: 'resume' } });
    const transport = createTestTransport(server);
    const { cursor } = await tell(send(transport));
    const turn = tell(
      transport.resumeTurn({ conversationId: server.conversationId, after: cursor!, signal }),
    );
    await server.until(() => server.openStreams().length === 1);
    server.proceed(server.conversationId);
    const { events, error } = await turn;
    expect(error).toBeUndefined();
    expect(events).toContainEqual(expect.objectContaining({ isLossy: true }));
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'message-end', status: 'complete' }),
    );
    expect(server.log().filter(({ route }) => route === 'run').length).toBeGreaterThanOrEqual(1);
  });

  it('also when nothing but the end was missed', async () => {
    script(answer);
    const transport = createTestTransport(server);
    let cursor: string | undefined;
    await tell(send(transport), (events) => {
      const last = events.findLast((event) => event.type === 'cursor');
      cursor = last?.type === 'cursor' ? last.cursor : cursor;
      return textsOf(applyEvents(events).values()).at(-1)?.endsWith('☀️') === true;
    });
    await server.until(() => server.runs()[0]!.status === 'completed');
    const { error, events } = await tell(
      transport.resumeTurn({ conversationId: server.conversationId, after: cursor!, signal }),
    );
    expect(error).toBeUndefined();
    expect(events.filter(({ type }) => type === 'message-end')).toHaveLength(1);
  });

  it('is waited for while it runs, whatever the state says in between', async () => {
    script({ ...answer, holdAfter: 3 });
    const turn = tell(send());
    await server.until(() => server.log().filter(({ route }) => route === 'run').length >= 2);
    server.proceed(server.conversationId);
    const { events, error } = await turn;
    expect(error).toBeUndefined();
    expect(textsOf(applyEvents(events).values())).toEqual(whole);
  });
});
