import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LettaScript } from '../../../playground/server/letta/lettaTypes.ts';
import { startLetta, type LettaServer } from '../../helpers/startLetta.ts';
import type { RunningServer } from '../../server/serveHandler.ts';
import { applyEvents, createTestTransport, tell, textsOf, type Told } from './lettaTransport.ts';
import { printedCancel, printedError, printedStream, serveBytes } from './rawLetta.ts';

let server: LettaServer;
let raw: RunningServer | undefined;
beforeEach(async () => {
  server = await startLetta();
});
afterEach(async () => {
  await raw?.close();
  raw = undefined;
  await server.close();
});

const { signal } = new AbortController();
const message = { parts: [{ type: 'text', text: 'Hello' }] } as const;
const script = (...replies: LettaScript[]) =>
  server.script({ conversationId: server.conversationId, replies });
const send = (options: Parameters<typeof createTestTransport>[1] = {}): Promise<Told> =>
  tell(
    createTestTransport(server, options).sendMessage({
      conversationId: server.conversationId,
      message,
      idempotencyKey: 'k',
      signal,
    }),
  );
const sendRaw = async (text: string, size?: number): Promise<Told> => {
  const { transport, server: running } = await serveBytes(text, size);
  raw = running;
  return tell(
    transport.sendMessage({ conversationId: 'conv-1', message, idempotencyKey: 'k', signal }),
  );
};
const textOf = ({ events }: Told) => textsOf(applyEvents(events).values());
const endsOf = ({ events }: Told) =>
  events.flatMap((event) => (event.type === 'message-end' ? [event.status] : []));

const answer: LettaScript = {
  steps: [
    {
      reasoning: 'Thinking.',
      text: 'Looking 😀.',
      tools: [{ name: 'look', input: { q: 'a' }, id: 'c1', output: 'found' }],
    },
    { text: 'There it is.' },
  ],
};
const whole = ['<Thinking.>Looking 😀.[output-available:{"q":"a"}→found]', 'There it is.'];

describe('the printed bytes', () => {
  it.each([1, 2, 3, 7, 64, Infinity])('mean the same in pieces of %d', async (size) => {
    const told = await sendRaw(printedStream, size);
    expect(told.error).toBeUndefined();
    const messages = applyEvents(told.events);
    expect([...messages.keys()]).toEqual(['message-6d5b2a54-1c2e-4f30-9a11-0d9f5c7be213']);
    expect(textOf(told)).toEqual([
      '<User wants weather.>Let me look.[output-available:{"city":"Lagos"}→31 C]',
    ]);
    expect([...messages.values()][0]).toMatchObject({ status: 'complete', role: 'assistant' });
    expect(told.cursor).toBe('12:run-a1');
  });

  it('make parts of AI SDK’s shapes, their states in order', async () => {
    const { events } = await sendRaw(printedStream, 1);
    const start = events.find((event) => event.type === 'message-start');
    expect(start).toMatchObject({
      message: {
        conversationId: 'conv-1',
        author: { kind: 'agent' },
        createdAt: Date.parse('2026-05-14T10:00:01Z'),
        metadata: { run_id: 'run-a1', step_id: 'step-11', date: '2026-05-14T10:00:01+00:00' },
      },
    });
    const states = events.flatMap((event) =>
      event.type === 'part-set' && 'state' in event.part
        ? [`${event.part.type} ${event.part.state}`]
        : [],
    );
    expect(states.filter((state, index) => state !== states[index - 1])).toEqual([
      'reasoning streaming',
      'reasoning done',
      'text streaming',
      'text done',
      'dynamic-tool input-streaming',
      'dynamic-tool input-available',
      'dynamic-tool output-available',
    ]);
    const tool = events.findLast((event) => event.type === 'part-set');
    expect(tool).toMatchObject({
      part: {
        type: 'dynamic-tool',
        toolName: 'get_weather',
        toolCallId: 'call_1',
        input: { city: 'Lagos' },
        output: '31 C',
      },
    });
  });

  it('of an error: with what the server says, however it ends', async () => {
    const [stop = '', error = '', done = ''] = printedError.split('\n\n');
    const started = printedStream.split('\n\n').slice(0, 3);
    for (const ending of [[stop, error, done], [stop, error], [error]]) {
      const told = await sendRaw([...started, ...ending, ''].join('\n\n'));
      expect(told.error).toBeUndefined();
      const end = told.events.find((event) => event.type === 'message-end');
      expect(end).toMatchObject({ status: 'error', error: { code: 'agent_error' } });
      expect(end?.error?.message).toBe('The LLM request timed out. Please try again.');
      await raw?.close();
    }
  });

  it('of a cancelled run', async () => {
    const started = printedStream.split('\n\n').slice(0, 5).join('\n\n');
    expect(endsOf(await sendRaw(`${started}\n\n${printedCancel}`))).toEqual(['stopped']);
    await raw?.close();
    expect(endsOf(await sendRaw(`${started}\n\n${printedCancel}data: [DONE]\n\n`))).toEqual([
      'stopped',
    ]);
    await raw?.close();
    expect(endsOf(await sendRaw(`${started}\n\nevent: cancelled\ndata: {}\n\n`))).toEqual([
      'stopped',
    ]);
  });
});

describe('what the wire may do', () => {
  it.each([
    'user-echo',
    'unknown-type',
    'tool-calls-list',
    'content-switch',
    'no-otid',
    'cancelled-event',
  ] as const)('with %s the text is the same', async (quirk) => {
    script(answer);
    server.queueFault({ kind: 'letta', quirk });
    const told = await send();
    expect(told.error).toBeUndefined();
    expect(textOf(told).slice(-2)).toEqual(whole);
  });

  it('echoes the message of the user with the key it was sent with', async () => {
    script(answer);
    server.queueFault({ kind: 'letta', quirk: 'user-echo' });
    const [echo] = applyEvents((await send()).events).values();
    expect(echo).toMatchObject({ role: 'user', clientId: 'k', status: 'complete' });
  });

  it('gives several parts one id: each is shown once, in its order', async () => {
    script(answer);
    server.queueFault({ kind: 'letta', quirk: 'same-ids' });
    expect(textOf(await send())).toEqual([whole.join('')]);
  });

  it('sends whole steps instead of tokens', async () => {
    script(answer);
    const transport = createTestTransport(server, {
      fetch: (url, init) =>
        fetch(url, {
          ...init,
          body: String(init?.body).replace('"stream_tokens":true', '"stream_tokens":false'),
        }),
    });
    const told = await tell(
      transport.sendMessage({
        conversationId: server.conversationId,
        message,
        idempotencyKey: 'k',
        signal,
      }),
    );
    expect(textOf(told)).toEqual(whole);
  });

  it('streams no return of parallel calls: the calls stay open, for history to tell', async () => {
    const tools = [
      { name: 'a', input: {}, output: '1' },
      { name: 'b', input: {}, output: '2' },
    ];
    script({ steps: [{ tools }, { text: 'Both.' }] });
    const told = await send();
    expect(textOf(told)).toEqual([
      '[input-available:{}→undefined][input-available:{}→undefined]',
      'Both.',
    ]);
    const page = await createTestTransport(server).listMessages({
      conversationId: server.conversationId,
      limit: 20,
      signal,
    });
    expect(page.messages[1]!.parts).toMatchObject([{ output: '1' }, { output: '2' }]);
  });

  it('sends a frame that is no JSON: it is skipped, and history has to tell', async () => {
    script(answer);
    server.queueFault({ kind: 'garbage-json', at: 3 });
    const told = await send();
    expect(told.error).toBeUndefined();
    expect(told.events).toContainEqual(
      expect.objectContaining({ type: 'diagnostic', code: 'malformed_event', isLossy: true }),
    );
  });

  it.each([
    ['null', 'data: null'],
    ['a list', 'data: []'],
    ['no type', 'data: {"id":"x"}'],
    ['no id', 'data: {"message_type":"assistant_message","content":"x"}'],
    [
      'numbers for texts',
      'data: {"message_type":"tool_call_message","id":7,"otid":9,"tool_calls":[1,null,{"arguments":{}}]}',
    ],
    [
      'a proto',
      'data: {"message_type":"assistant_message","id":"__proto__","otid":"__proto__","content":"x","__proto__":{"a":1}}',
    ],
  ])('sends nonsense (%s): nothing breaks', async (_name, line) => {
    const told = await sendRaw(`${line}\n\n${printedStream}`);
    expect(told.error).toBeUndefined();
    expect(textOf(told).at(-1)).toContain('Let me look.');
    expect(({} as { a?: number }).a).toBeUndefined();
  });
});

describe('the end', () => {
  it.each(['done-then-open', 'done-then-data'] as const)(
    'is [DONE], whatever follows: %s',
    async (kind) => {
      script(answer);
      server.queueFault({ kind });
      const told = await send();
      expect(told.error).toBeUndefined();
      expect(textOf(told)).toEqual(whole);
      await server.until(() => server.openStreams().length === 0);
    },
  );

  it('may come without [DONE]', async () => {
    script(answer);
    server.queueFault({ kind: 'no-done' });
    expect(await send().then(endsOf)).toEqual(['complete', 'complete']);
  });

  it('is told at stop_reason, and not waited for longer than two seconds', async () => {
    script(answer);
    server.queueFault({ kind: 'letta', quirk: 'stop-then-open' });
    const delays: number[] = [];
    const clock = {
      setTimeout(callback: () => void, delay: number) {
        delays.push(delay);
        // The server's pings go on meanwhile: only the last wait is cut short.
        return setTimeout(callback, 10);
      },
      clearTimeout: (handle: never) => clearTimeout(handle),
    };
    const told = await send({ clock });
    expect(told.error).toBeUndefined();
    expect(delays).toContain(2_000);
    expect(textOf(told)).toEqual(whole);
    await server.until(() => server.openStreams().length === 0);
  });

  it('after stop_reason a drop is no drop', async () => {
    script(answer);
    server.queueFault({ kind: 'letta', quirk: 'drop-after-stop' });
    const told = await send();
    expect(told.error).toBeUndefined();
    expect(endsOf(told)).toEqual(['complete', 'complete']);
  });

  it.each([
    ['end_turn', 'complete'],
    ['tool_rule', 'complete'],
    ['max_steps', 'complete'],
    ['something_new', 'complete'],
    ['max_tokens_exceeded', 'error'],
    ['llm_api_error', 'error'],
    ['insufficient_credits', 'error'],
    ['cancelled', 'stopped'],
  ])('%s → %s', async (stopReason, status) => {
    script({ steps: [{ text: 'Hi' }], stopReason });
    const told = await send();
    expect(endsOf(told)).toEqual([status]);
    expect(told.events).toContainEqual({ type: 'status', status: stopReason });
    const isKnown = stopReason !== 'something_new';
    expect(told.events.some(({ type }) => type === 'diagnostic')).toBe(!isKnown);
  });

  it('too early is a broken connection, worth a resume', async () => {
    script(answer);
    server.queueFault({ kind: 'close-after', events: 5 });
    const told = await send();
    expect(told.error).toMatchObject({ code: 'network', retryable: true });
    expect(endsOf(told)).toEqual([]);
  });

  it('of a run that failed before it said anything is a message that says why', async () => {
    script({ steps: [], error: { type: 'llm_rate_limit', message: 'Too many requests.' } });
    const told = await send();
    expect(told.error).toBeUndefined();
    expect(told.events.findLast((event) => event.type === 'message-end')).toMatchObject({
      status: 'error',
      error: { code: 'agent_error', message: 'Too many requests.' },
    });
    expect(told.events.find((event) => event.type === 'message-start')).toMatchObject({
      message: { isProvisional: true, parts: [] },
    });
  });

  it('of a stream that is left: the socket is closed, the run goes on', async () => {
    script({ ...answer, holdAfter: 3 });
    const controller = new AbortController();
    const turn = tell(
      createTestTransport(server).sendMessage({
        conversationId: server.conversationId,
        message,
        idempotencyKey: 'k',
        signal: controller.signal,
      }),
    );
    await server.until(() => server.openStreams().length === 1);
    controller.abort();
    const { error } = await turn;
    expect(error).toBeUndefined();
    await server.until(() => server.openStreams().length === 0);
    expect(server.runs()).toMatchObject([{ status: 'running' }]);
  });
});
