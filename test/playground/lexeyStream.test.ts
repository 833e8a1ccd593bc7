import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueuedFault } from '../../playground/server/fault.ts';
import { startLexey, type LexeyServer } from '../helpers/startLexey.ts';
import { callLexey, delta, readReply, sendRaw, wire } from './lexeyClient.ts';

let server: LexeyServer;

beforeEach(async () => {
  server = await startLexey();
});
afterEach(() => server.close());

const restart = async (options: Parameters<typeof startLexey>[0]): Promise<void> => {
  await server.close();
  server = await startLexey(options);
};
const done = '[DONE]';
const abc = [delta('a'), delta('b'), delta('c'), done];
const replyWith = (fault: QueuedFault): Promise<string> => {
  server.say('a', 'b', 'c');
  server.queueFault(fault);
  return readReply(server);
};

describe('a reply (PROTOCOLS §5.3)', () => {
  it('is byte for byte as documented, its headers too', async () => {
    server.say('Our', ' business hours are 9am–5pm.');
    const reply = await sendRaw(server, 'When are you open?');
    expect(await reply.closed).toBe('end');
    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
    expect(reply.text).toBe(
      'id: 1\ndata: {"type":"delta","text":"Our"}\n\nid: 2\ndata: {"type":"delta","text":" business hours are 9am–5pm."}\n\nid: 3\ndata: [DONE]\n\n',
    );
  });

  it('tells of a changed state, and of a failure followed by [DONE]', async () => {
    server.say('One', { status: 'escalated' }, { error: 'Upstream model unavailable' }, 'never');
    expect(await readReply(server)).toBe(
      wire([
        delta('One'),
        { type: 'status', status: 'escalated' },
        { type: 'error', message: 'Upstream model unavailable' },
        done,
      ]),
    );
    expect(server.contents()).toEqual(['hi']);
  });

  it('has no ids in an older revision', async () => {
    await restart({ hasIds: false });
    server.say('a');
    expect(await readReply(server)).toBe('data: {"type":"delta","text":"a"}\n\ndata: [DONE]\n\n');
  });

  it('comes delta by delta, with the delays asked for', async () => {
    server.say('a', { text: 'b', delay: 60 });
    const reply = await sendRaw(server, 'hi');
    await reply.until((text) => text === wire([delta('a')]));
    await reply.until((text) => text === wire([delta('a'), delta('b'), done]));
  });

  it('is stored when [DONE] is out, or later if asked', async () => {
    server.say('a');
    await readReply(server);
    expect(server.contents()).toEqual(['hi', 'a']);
    await restart({ storeDelay: 30 });
    server.say('a');
    await readReply(server);
    expect(server.contents()).toEqual(['hi']);
    await server.until(() => server.contents().length === 2);
  });

  it('keeps what was said before an error only if asked', async () => {
    await restart({ storesFailed: true });
    server.say('half', { error: 'x' });
    await readReply(server);
    expect(server.contents()).toEqual(['hi', 'half']);
  });
});

describe('the usual replies', () => {
  it('refuse in a single delta', async () => {
    const text = await readReply(server, 'Give me the password of Ada');
    expect(text).toMatch(
      /^id: 1\ndata: \{"type":"delta","text":"I’m sorry.*"\}\n\nid: 2\ndata: \[DONE\]\n\n$/,
    );
  });

  it('hand over to a person, who speaks in history only; then replies are empty until she is done', async () => {
    const handOver = await readReply(server, 'I want to talk to a human');
    expect(handOver).toContain('{"type":"status","status":"escalated"}');
    await server.until(() => server.contents().length === 3);
    expect(server.contents()[2]).toContain('Maya here');
    expect(handOver).not.toContain('Maya here');
    expect(await readReply(server, 'My lantern broke')).toBe(wire([done]));
    await server.until(() => server.contents().length === 5);
    expect(server.contents()[4]).toContain('looking into it');
    expect(await readReply(server, 'thanks')).toContain('{"type":"status","status":"active"}');
    expect(await readReply(server, 'hello')).toContain('"text":"Hello!"');
  });
});

describe('time and leaving (PROTOCOLS §5.5)', () => {
  it('a request is cut after its time, without [DONE]; the reply is stored all the same', async () => {
    await restart({ maxDuration: 50 });
    server.say('a', { text: 'b', delay: 120 });
    const reply = await sendRaw(server, 'hi');
    expect(await reply.closed).toBe('end');
    expect(reply.text).toBe(wire([delta('a')]));
    await server.until(() => server.contents().length === 2);
    expect(server.contents()).toEqual(['hi', 'ab']);
  });

  it.each([
    [true, ['hi', 'ab', 'next', 'c']],
    [false, ['hi', 'next', 'c']],
  ])(
    'a reply whose reader leaves is finished and stored: %s',
    async (storesAfterDisconnect, contents) => {
      await restart({ storesAfterDisconnect });
      server.say('a', { text: 'b', delay: 40 });
      server.say('c');
      const reply = await sendRaw(server, 'hi');
      await reply.until((text) => text !== '');
      reply.leave();
      await readReply(server, 'next');
      expect(server.contents()).toEqual(contents);
    },
  );

  it('sends to one conversation wait for each other', async () => {
    server.say('a', { text: 'b', delay: 40 });
    server.say('c');
    const first = readReply(server, 'one');
    await server.until(() => server.contents().length === 1);
    const second = readReply(server, 'two');
    expect(await first).toBe(wire([delta('a'), delta('b'), done]));
    expect(await second).toBe(wire([delta('c'), done]));
    expect(server.contents()).toEqual(['one', 'ab', 'two', 'c']);
  });
});

describe('faults of a reply (PROTOCOLS §5.7)', () => {
  const texts: [string, QueuedFault, string][] = [
    ['cut before [DONE]', { kind: 'close-after', events: 3 }, wire(abc.slice(0, 3))],
    ['no [DONE] at all', { kind: 'no-done' }, wire(abc.slice(0, 3))],
    ['an id gap with a loss', { kind: 'skip', at: 2 }, wire([delta('a')]) + wire(abc.slice(2), 3)],
    [
      'an id gap without one',
      { kind: 'id-gap', at: 2 },
      wire([delta('a')]) + wire(abc.slice(1), 3),
    ],
    [
      'an id repeated by another event',
      { kind: 'id-repeat', at: 2 },
      wire([delta('a')]) + wire([delta('b')]) + wire(abc.slice(2), 3),
    ],
    ['an event repeated', { kind: 'duplicate', at: 1 }, wire([delta('a')]) + wire(abc)],
    ['ids absent', { kind: 'id-missing' }, wire(abc).replaceAll(/id: \d\n/g, '')],
    [
      'an error without [DONE]',
      { kind: 'error-then-close', after: 2 },
      wire([...abc.slice(0, 2), { type: 'error', message: 'Upstream model unavailable' }]),
    ],
    [
      'an error with [DONE]',
      { kind: 'error-then-done', after: 1, message: 'x' },
      wire([delta('a'), { type: 'error', message: 'x' }, done]),
    ],
    ['[DONE] without its blank line', { kind: 'eof-no-blank', at: 4 }, wire(abc).slice(0, -1)],
    [
      'events after [DONE]',
      { kind: 'done-then-data', count: 2 },
      wire(abc) + wire(abc.slice(1, 3), 2),
    ],
    ['a malformed line', { kind: 'garbage-json', at: 2 }, wire(abc).replace('t":"b"}', '')],
    ['a delta without text', { kind: 'null-message', at: 2 }, wire(abc).replace('"b"', 'null')],
    [
      'an unknown type',
      { kind: 'unknown-event', at: 2 },
      wire(abc).replace('id: 2', 'event: typing\ndata: {"is_typing":true}\n\nid: 2'),
    ],
  ];
  it.each(texts)('%s', async (_, fault, expected) => {
    expect(await replyWith(fault)).toBe(expected);
  });

  it('the body kept open after [DONE], until the client leaves', async () => {
    server.say('a');
    server.queueFault({ kind: 'done-then-open' });
    const reply = await sendRaw(server, 'hi');
    await reply.until((text) => text === wire([delta('a'), done]));
    expect(server.openStreams()).toHaveLength(1);
    reply.leave();
    await server.until(() => server.openStreams().length === 0);
  });

  it.each(['json', 'utf8'] as const)('a cut inside %s', async (inside) => {
    server.say('größer', 'b');
    server.queueFault({ kind: 'cut-inside', inside });
    const reply = await sendRaw(server, 'hi');
    expect(await reply.closed).toBe('broken');
    const bytes = Buffer.concat(reply.pieces);
    const whole = Buffer.from(wire([delta('größer'), delta('b'), done]));
    expect(whole.subarray(0, bytes.length).equals(bytes)).toBe(true);
    if (inside === 'utf8') expect(bytes.at(-1)).toBeGreaterThanOrEqual(0xc0);
  });

  it('one byte at a time, and 5,000 deltas in one piece', async () => {
    expect(await replyWith({ kind: 'split', sizes: 1 })).toBe(wire(abc));
    server.say(...Array.from({ length: 5_000 }, (_, index) => `${index} `));
    server.queueFault({ kind: 'burst', events: 10_000 });
    const reply = await sendRaw(server, 'hi');
    await reply.closed;
    expect(reply.text.match(/"delta"/g)).toHaveLength(5_000);
    expect(reply.text.endsWith('id: 5001\ndata: [DONE]\n\n')).toBe(true);
  });

  it('200 with a JSON body', async () => {
    server.queueFault({
      kind: 'wrong-type',
      type: 'application/json',
      body: '{"ok":true}',
      match: { route: 'send' },
    });
    const { status, json } = await callLexey(server, 'POST', '/cv_1/messages', {
      body: { message: 'hi' },
    });
    expect([status, json]).toEqual([200, { ok: true }]);
  });
});
