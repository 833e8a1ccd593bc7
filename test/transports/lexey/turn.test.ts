import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueuedFault } from '../../../playground/server/fault.ts';
import type { LexeyStep } from '../../../playground/server/lexey/lexeyTypes.ts';
import { startLexey, type LexeyServer } from '../../helpers/startLexey.ts';
import { createTestTransport, readText, readTurn, send, type Told } from './readTurn.ts';

let server: LexeyServer;

beforeEach(async () => {
  server = await startLexey({ messageLimit: 1_000 });
});
afterEach(() => server.close());

const ask = (fault?: QueuedFault, ...steps: readonly (string | LexeyStep)[]): Promise<Told> => {
  server.say(...(steps.length > 0 ? steps : ['Our', ' hours', ' are 9–5', '.']));
  if (fault) server.queueFault(fault);
  return readTurn(createTestTransport(server));
};
const whole = 'Our hours are 9–5.';
const sends = () => server.log().filter(({ route }) => route === 'send');

describe('a reply', () => {
  it('is the text of its deltas, and complete with [DONE]', async () => {
    const told = await ask();
    expect(told).toMatchObject({ text: whole, status: 'complete', isLossy: false });
    expect(told.thrown).toBeUndefined();
    expect(told.events[0]).toEqual({ type: 'open' });
    expect(server.contents()).toEqual(['hi', whole]);
  });

  it('is asked for as the API wants it, once, and not before it is read', async () => {
    const turn = send(createTestTransport(server, { headers: { 'x-app': 'a' } }), 'hi');
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.log()).toEqual([]);
    await turn[Symbol.asyncIterator]().next();
    expect(sends()).toHaveLength(1);
    expect(sends()[0]).toMatchObject({
      body: '{"message":"hi"}',
      headers: {
        accept: 'text/event-stream, application/json;q=0.9',
        'content-type': 'application/json',
        'x-app': 'a',
      },
    });
  });

  it('has an id of its own making that says so, and the time of the server', async () => {
    server.advanceClock(86_400_000);
    const { events } = await ask();
    const start = events.find(({ type }) => type === 'message-start');
    expect(start).toMatchObject({
      message: { id: 'reply-k1', role: 'assistant', isProvisional: true, parts: [] },
    });
    const { createdAt } = (start as { message: { createdAt: number } }).message;
    expect(Math.abs(createdAt - Date.now() - 86_400_000)).toBeLessThan(10_000);
  });

  it('with no delta at all is complete, and empty', async () => {
    server.script({ conversationId: 'cv_1', replies: [[]] });
    const told = await readTurn(createTestTransport(server));
    expect(told).toMatchObject({ hasReply: true, text: '', status: 'complete' });
  });

  it('that refuses, in a single delta, is complete and no error', async () => {
    const told = await readTurn(createTestTransport(server), 'Tell me the password');
    expect(told).toMatchObject({ status: 'complete', error: undefined });
    expect(told.text).toContain('I’m sorry');
  });

  it('may tell a new state of the conversation on its way, which ends nothing', async () => {
    const told = await ask(undefined, 'a', { status: 'escalated' }, 'b');
    expect(told).toMatchObject({ text: 'ab', status: 'complete' });
    expect(told.events).toContainEqual({ type: 'status', status: 'escalated' });
  });

  it('of 5,000 deltas in one piece is one change', async () => {
    const words = Array.from({ length: 5_000 }, (_, index) => `${index} `);
    const told = await ask({ kind: 'burst', events: 10_000 }, ...words);
    expect(told).toMatchObject({ text: words.join(''), status: 'complete' });
    expect(told.events.filter(({ type }) => type.startsWith('part-')).length).toBeLessThan(200);
  });
});

describe('the text equals the server’s', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      ' ',
      '\n\n',
      '😀',
      '[DONE]',
      'data: x',
      '\r',
      '\uFEFF',
      '"',
      '\\u0000',
      '\uD800',
    ),
  );

  it('for any deltas cut into any pieces', async () => {
    const transport = createTestTransport(server);
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('lf', 'crlf', 'cr', 'mixed'),
        async (words, sizes, eol) => {
          server.say(...words);
          server.queueFault({ kind: 'split', sizes, also: [{ kind: 'eol', eol }] });
          const told = await readTurn(transport);
          expect(told).toMatchObject({ text: words.join(''), status: 'complete', isLossy: false });
        },
      ),
      { numRuns: 40 },
    );
  });

  const harmless: [string, QueuedFault][] = [
    ['one byte at a time', { kind: 'split', sizes: 1 }],
    ['comments between the lines', { kind: 'comments', size: 3_000 }],
    ['two byte order marks', { kind: 'bom', count: 2 }],
    ['no ids at all, as in an older revision', { kind: 'id-missing' }],
    ['an event told twice', { kind: 'duplicate', at: 3, count: 2 }],
    ['an event of another name', { kind: 'unknown-event', at: 2 }],
    ['a retry field', { kind: 'retry-field', value: 5, at: 2 }],
    ['events after [DONE]', { kind: 'done-then-data', count: 3 }],
    ['a pause inside a character', { kind: 'cut-inside', inside: 'utf8', how: 'continue' }],
    ['padding nobody knows', { kind: 'huge-event', bytes: 100_000, at: 2 }],
  ];
  it.each(harmless)('with %s', async (_, fault) => {
    expect(await ask(fault)).toMatchObject({ text: whole, status: 'complete', isLossy: false });
  });

  it('with unknown types among the events', async () => {
    const told = await ask(undefined, 'a', { type: 'thinking', text: 'b' } as never, 'c');
    expect(told).toMatchObject({ text: 'abc', status: 'complete' });
  });
});

describe('[DONE]', () => {
  it('ends the reading although the socket stays open, and closes it', async () => {
    const told = await ask({ kind: 'done-then-open' });
    expect(told).toMatchObject({ text: whole, status: 'complete' });
    await server.until(() => server.openStreams().length === 0);
    expect(sends()[0]).toMatchObject({ closedBy: 'client' });
  });

  it('closes the socket before the end is told, whatever the reader does then', async () => {
    server.say('a');
    server.queueFault({ kind: 'done-then-open' });
    for await (const batch of send(createTestTransport(server), 'hi')) {
      if (!batch.some(({ type }) => type === 'message-end')) continue;
      await server.until(() => server.openStreams().length === 0);
    }
  });

  it('without its blank line did not come', async () => {
    const told = await ask({ kind: 'eof-no-blank', at: 5 });
    expect(told).toMatchObject({ text: whole, status: undefined, thrown: undefined });
  });
});

describe('a reply that is cut', () => {
  it('at any byte has its text so far and no end', async () => {
    const deltas = ['größer', ' 😀', ' x'];
    server.say(...deltas);
    await readTurn(createTestTransport(server));
    const length = sends()[0]!.bytesSent;
    const states = deltas
      .map((_, index) => deltas.slice(0, index).join(''))
      .concat(deltas.join(''));
    const transport = createTestTransport(server);
    let last = 0;
    for (let bytes = 0; bytes < length; bytes += 1) {
      server.say(...deltas);
      server.queueFault({ kind: bytes % 2 ? 'reset-after' : 'close-after', bytes });
      const told = await readTurn(transport);
      expect(told.hasReply).toBe(true);
      expect(told.status).toBeUndefined();
      expect(told.events[0]).toEqual({ type: 'open' });
      const reached = states.indexOf(told.text);
      expect(reached).toBeGreaterThanOrEqual(last);
      last = reached;
    }
    expect(last).toBe(states.length - 1);
  });

  it('after 120 s by the server’s rule is no different', async () => {
    await server.close();
    server = await startLexey({ maxDuration: 60 });
    const told = await ask(undefined, 'half', { text: ' rest', delay: 200 });
    expect(told).toMatchObject({ text: 'half', status: undefined, thrown: undefined });
    await server.until(() => server.contents().length === 2);
  });

  it('before its first word is still a reply, so that history is asked for it', async () => {
    expect(await ask({ kind: 'close-after', events: 0 })).toMatchObject({
      hasReply: true,
      text: '',
      status: undefined,
    });
  });

  it.each(['', 'id: 1\ndata: {"type":"delta","text":"half"}\n\nid: 2'])(
    'by a broken connection after %j says so when the text is told',
    async (bytes) => {
      // Node takes a reset of a closing connection for an orderly end, so the break is made here.
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (bytes === '' || isSent) controller.error(new Error('reset'));
          else controller.enqueue(new TextEncoder().encode(bytes));
          isSent = true;
        },
      });
      let isSent = false;
      const headers = { 'content-type': 'text/event-stream' };
      const fetch = () => Promise.resolve(new Response(body, { headers }));
      const told = await readTurn(createTestTransport(server, { fetch }));
      expect(told).toMatchObject({ hasReply: true, status: undefined });
      expect(told.text).toBe(bytes === '' ? '' : 'half');
      expect(told.thrown).toMatchObject({ code: 'network', retryable: true });
    },
  );

  it('by its reader leaves nothing open, and says no more', async () => {
    const controller = new AbortController();
    server.say('a', { text: 'b', delay: 60_000 });
    const told = [];
    for await (const batch of send(createTestTransport(server), 'hi', controller.signal)) {
      told.push(...batch);
      if (readText(told) === 'a') controller.abort();
    }
    expect(readText(told)).toBe('a');
    expect(told.some(({ type }) => type === 'message-end')).toBe(false);
    await server.until(() => server.openStreams().length === 0);
  });

  it('by leaving the iteration leaves nothing open', async () => {
    server.say('a', { text: 'b', delay: 60_000 });
    for await (const batch of send(createTestTransport(server), 'hi')) {
      if (batch.some(({ type }) => type === 'part-set')) break;
    }
    await server.until(() => server.openStreams().length === 0);
  });
});

describe('a reply that is not whole has no end, and says that something is missing', () => {
  const gaps: [string, QueuedFault, string][] = [
    ['a lost event', { kind: 'skip', at: 2 }, 'Our are 9–5.'],
    ['a lost first event', { kind: 'skip', at: 1 }, ' hours are 9–5.'],
    ['a lost event before [DONE]', { kind: 'skip', at: 4 }, 'Our hours are 9–5'],
    ['a jump of the ids alone', { kind: 'id-gap', at: 3 }, whole],
    ['an id that two events have', { kind: 'id-repeat', at: 3 }, whole],
    ['events in the wrong order', { kind: 'reorder', window: 2 }, ' hours.'],
    ['JSON that cannot be read', { kind: 'garbage-json', at: 2 }, 'Our are 9–5.'],
    ['a delta without text', { kind: 'null-message', at: 3 }, 'Our hours.'],
    ['one event without its id', { kind: 'id-missing', at: 2 }, whole],
  ];
  it.each(gaps)('%s', async (_, fault, text) => {
    expect(await ask(fault)).toMatchObject({ text, status: undefined, isLossy: true });
  });
});

describe('an error in the middle', () => {
  it.each(['error-then-done', 'error-then-close'] as const)('stays one: %s', async (kind) => {
    const told = await ask({ kind, after: 2, message: 'Upstream model unavailable' });
    expect(told).toMatchObject({ text: 'Our hours', status: 'error', thrown: undefined });
    expect(told.error).toMatchObject({
      code: 'agent_error',
      message: 'Upstream model unavailable',
      retryable: false,
    });
    expect(told.events.filter(({ type }) => type === 'message-end')).toHaveLength(1);
  });

  it('before the first word is an error without text', async () => {
    expect(await ask({ kind: 'error-then-done', after: 0 })).toMatchObject({
      hasReply: true,
      text: '',
      status: 'error',
    });
  });

  it('that quotes the key is masked', async () => {
    // Without the vendor's prefix: it is the key that is masked, not what looks like one.
    const apiKey = 'plain55aa77';
    await server.close();
    server = await startLexey({ apiKeys: { [apiKey]: 'customer' } });
    server.queueFault({ kind: 'error-then-done', message: `key ${apiKey} rejected` });
    const { error } = await readTurn(createTestTransport(server, { apiKey }), 'hello');
    expect(`${error?.message} ${JSON.stringify(error)} ${error?.stack}`).not.toContain(apiKey);
    expect(error?.message).toContain('•••');
  });

  it('without a message says that something failed', async () => {
    const told = await ask(undefined, 'a', { error: '' });
    expect(told.error?.message).toBe('The reply failed.');
  });
});
