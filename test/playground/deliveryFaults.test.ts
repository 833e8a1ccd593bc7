import { createConnection } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BimpeMessage } from '../../playground/server/bimpe/bimpeTypes.ts';
import type { QueuedFault } from '../../playground/server/fault.ts';
import { startBimpe, type BimpeServer } from '../helpers/startBimpe.ts';
import { openStream, takeTicket, wireBlock, type RawStream } from './bimpeClient.ts';

let server: BimpeServer;
const streams: RawStream[] = [];

beforeEach(async () => {
  server = await startBimpe({ heartbeatInterval: 60_000 });
});

afterEach(async () => {
  for (const stream of streams.splice(0)) stream.leave();
  await server.close();
});

const say = (message: string): BimpeMessage => server.emit({ conversationId: 'cv_1', message });
const blocks = (): string[] => server.messages('cv_1').map(wireBlock);

async function openWith(...faults: QueuedFault[]): Promise<RawStream> {
  server.queueFault(...faults);
  const stream = await openStream(server);
  streams.push(stream);
  return stream;
}

describe('how a stream ends', () => {
  it.each([
    ['close-after', 'end'],
    ['reset-after', 'broken'],
  ] as const)('%s: after so many events', async (kind, closed) => {
    const stream = await openWith({ kind, events: 2 });
    for (const text of ['a', 'b', 'c']) say(text);
    await stream.until((it) => it.closed !== undefined);
    expect(stream.closed).toBe(closed);
    expect(stream.text).toBe(blocks().slice(0, 2).join(''));
    await server.until(() => server.log().at(-1)?.closedBy === 'server');
  });

  it.each(['close-after', 'reset-after'] as const)(
    '%s: after exactly so many bytes, wherever that is',
    async (kind) => {
      for (const bytes of [1, 7, 30, 100, 215, 250]) {
        const stream = await openWith({ kind, bytes });
        const from = blocks().length;
        for (const text of ['a 😀', 'b']) say(text);
        await stream.until((it) => it.closed !== undefined);
        const sent = Buffer.from(blocks().slice(from).join('')).subarray(0, bytes);
        expect(Buffer.concat(stream.pieces).equals(sent)).toBe(true);
        expect(server.log().at(-1)?.bytesSent).toBe(bytes);
      }
    },
  );

  it('close-after without a number: right after the headers', async () => {
    const stream = await openWith({ kind: 'close-after' });
    await stream.until((it) => it.closed === 'end');
    expect(stream.text).toBe('');
  });

  it('close-after heartbeats: nothing but heartbeats, then the end', async () => {
    await server.close();
    server = await startBimpe({ heartbeatInterval: 5 });
    const stream = await openWith({ kind: 'close-after', heartbeats: 2 });
    await stream.until((it) => it.closed === 'end');
    expect(stream.text).toMatch(/^(event: heartbeat\ndata: \{"ts":\d+\}\n\n){2}$/);
  });

  it('close-after ms: by time', async () => {
    const opened = Date.now();
    const stream = await openWith({ kind: 'close-after', ms: 60 });
    await stream.until((it) => it.closed === 'end');
    expect(Date.now() - opened).toBeGreaterThanOrEqual(55);
  });

  it('reset-after is a real RST', async () => {
    server.queueFault({ kind: 'reset-after', events: 1 });
    const ticket = await takeTicket(server);
    const socket = createConnection(server.port, '127.0.0.1');
    const path = `/api/v1/console/agents/ag_1/conversations/cv_1/stream?ticket=${ticket}`;
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
    await server.until(() => server.openStreams().length === 1);
    const failed = new Promise<NodeJS.ErrnoException>((resolve) => socket.once('error', resolve));
    socket.resume();
    say('a');
    expect((await failed).code).toBe('ECONNRESET');
  });

  it.each([
    ['json', /"message_type$|"message"|data: .+[^\n]$/],
    ['field-name', /\nda$/],
    ['crlf', /\}\r$/],
  ] as const)('cut-inside %s: the bytes end there', async (inside, end) => {
    const stream = await openWith({ kind: 'cut-inside', inside, at: 2 });
    for (const text of ['a', 'b']) say(text);
    await stream.until((it) => it.closed !== undefined);
    expect(stream.closed).toBe('broken');
    expect(stream.text).toMatch(end);
    expect(stream.text).not.toMatch(/\n\n.*\n\n/s);
  });

  it('cut-inside utf8: in the middle of the first character of several bytes', async () => {
    const stream = await openWith({ kind: 'cut-inside', inside: 'utf8', how: 'close' });
    for (const text of ['plain', 'é']) say(text);
    await stream.until((it) => it.closed === 'end');
    expect(Buffer.concat(stream.pieces).at(-1)).toBe(0xc3);
  });

  it('cut-inside, continue: only the network chunk ends there, as fetch sees it too', async () => {
    server.queueFault({ kind: 'cut-inside', inside: 'json', how: 'continue' });
    const path = `/agents/ag_1/conversations/cv_1/stream?ticket=${await takeTicket(server)}`;
    const response = await fetch(server.baseUrl + path);
    const reader = response.body?.getReader();
    const block = wireBlock(say('a'));
    const first = new TextDecoder().decode((await reader?.read())?.value);
    const second = new TextDecoder().decode((await reader?.read())?.value);
    expect(first + second).toBe(block);
    expect(first).toMatch(/\ndata: .+[^\n]$/);
    await reader?.cancel();
  });

  it('eof-no-blank: the last block is whole but for its blank line', async () => {
    const stream = await openWith({ kind: 'eof-no-blank', at: 2 });
    for (const text of ['a', 'b', 'c']) say(text);
    await stream.until((it) => it.closed === 'end');
    expect(stream.text).toBe(blocks().slice(0, 2).join('').slice(0, -1));
  });
});

describe('silence', () => {
  it('stall: nothing more comes, heartbeats neither, and the socket stays open', async () => {
    await server.close();
    server = await startBimpe({ heartbeatInterval: 5 });
    const stalled = await openWith({ kind: 'stall', events: 1 });
    const witness = await openWith();
    const first = wireBlock(say('a'));
    await stalled.until(({ text }) => text.includes(first));
    const { length } = stalled.text;
    say('b');
    await witness.until(({ text }) => text.split('heartbeat').length > 10);
    expect(stalled.text).toHaveLength(length);
    expect(stalled.closed).toBeUndefined();
    expect(server.openStreams()).toHaveLength(2);
  });

  it('stall with keepAlive: heartbeats go on, messages do not', async () => {
    await server.close();
    server = await startBimpe({ heartbeatInterval: 5 });
    const stream = await openWith({ kind: 'stall', keepAlive: true });
    say('a');
    await stream.until(({ text }) => text.split('heartbeat').length > 5);
    expect(stream.text).not.toContain('event: message');
  });

  it('stall with resumeAfter: everything held comes in order', async () => {
    const stream = await openWith({ kind: 'stall', events: 1, resumeAfter: 30 });
    for (const text of ['a', 'b', 'c']) say(text);
    const started = Date.now();
    await stream.until(({ text }) => text === blocks().join(''));
    expect(Date.now() - started).toBeGreaterThanOrEqual(25);
  });

  it('stall at a byte: in the middle of an event', async () => {
    const stream = await openWith({ kind: 'stall', bytes: 50, resumeAfter: 20 });
    const message = say('a');
    await stream.until(({ text }) => text.length >= 50);
    expect(stream.text).toBe(wireBlock(message).slice(0, 50));
    await stream.until(({ text }) => text === wireBlock(message));
  });
});

describe('pieces and line ends', () => {
  it.each([[1], [7], [[1, 100, 3]]])(
    'split %j: writes of these sizes, the same bytes',
    async (sizes) => {
      const stream = await openWith({ kind: 'split', sizes });
      const message = say('a 😀');
      await stream.until(({ text }) => text === wireBlock(message));
      const list = [sizes].flat();
      const lengths = stream.pieces.map((piece) => piece.length);
      for (const [index, length] of lengths.slice(0, -1).entries()) {
        expect(length).toBe(list[index % list.length]);
      }
      expect(lengths.length).toBeGreaterThan(1);
    },
  );

  it('drip: so many bytes, so often', async () => {
    const stream = await openWith({ kind: 'drip', bytes: 40, ms: 5 });
    const message = say('a');
    const started = Date.now();
    await stream.until(({ text }) => text === wireBlock(message));
    const count = Math.ceil(Buffer.byteLength(wireBlock(message)) / 40);
    expect(stream.pieces).toHaveLength(count);
    expect(Date.now() - started).toBeGreaterThanOrEqual((count - 1) * 4);
  });

  it('burst: events are held and come in one piece', async () => {
    const stream = await openWith({ kind: 'burst', events: 3 });
    for (const text of ['a', 'b', 'c']) say(text);
    await stream.until(({ text }) => text === blocks().join(''));
    expect(stream.pieces).toHaveLength(1);
  });

  it.each([
    ['lf', '\n'],
    ['crlf', '\r\n'],
    ['cr', '\r'],
  ] as const)('eol %s', async (eol, end) => {
    const stream = await openWith({ kind: 'eol', eol });
    for (const text of ['a', 'b']) say(text);
    const expected = blocks().join('').replaceAll('\n', end);
    await stream.until(({ text }) => text.length >= expected.length);
    expect(stream.text).toBe(expected);
  });

  it('eol mixed: all three, and never an LF that would join the CR before it', async () => {
    const stream = await openWith({ kind: 'eol', eol: 'mixed' });
    const count = 12;
    for (let index = 0; index < count; index += 1) say(`text ${index}`);
    await stream.until(({ text }) => text.replaceAll(/\r\n?/g, '\n') === blocks().join(''));
    const ends = new Set(stream.text.match(/\r\n|\r|\n/g));
    expect([...ends].toSorted()).toEqual(['\n', '\r', '\r\n']);
  });

  it.each([1, 2] as const)('bom: %i of them, first of all', async (count) => {
    const stream = await openWith({ kind: 'bom', count });
    const message = say('a');
    const expected = '\uFEFF'.repeat(count) + wireBlock(message);
    await stream.until(({ text }) => text.length >= expected.length);
    expect(stream.text).toBe(expected);
  });
});
