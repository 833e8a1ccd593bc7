import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BimpeMessage } from '../../playground/server/bimpe/bimpeTypes.ts';
import type { QueuedFault } from '../../playground/server/fault.ts';
import { startBimpe, type BimpeServer } from '../helpers/startBimpe.ts';
import { openStream, wireBlock, type RawStream } from './bimpeClient.ts';

let server: BimpeServer;
let stream: RawStream;

beforeEach(async () => {
  server = await startBimpe({ heartbeatInterval: 60_000 });
});

afterEach(async () => {
  stream.leave();
  await server.close();
});

const say = (message: string): BimpeMessage => server.emit({ conversationId: 'cv_1', message });

/** Opens a stream with the fault, says `texts`, and gives what was sent up to `marker`. */
async function readWith(fault: QueuedFault, texts: string[], marker: string): Promise<string> {
  server.queueFault(fault);
  stream = await openStream(server);
  for (const text of texts) say(text);
  await stream.until(({ text }) => text.includes(marker) && text.endsWith('\n'));
  return stream.text;
}

const blocks = (): string[] => server.messages('cv_1').map(wireBlock);

describe('faults of an event’s content (PROTOCOLS §10.4)', () => {
  it('garbage-json: the JSON of one event ends too early, its id stays, history has it whole', async () => {
    const text = await readWith({ kind: 'garbage-json', at: 2 }, ['a', 'b', 'c'], '"message":"c"');
    const [first, second = '', third] = blocks();
    expect(text).toBe(`${first}${second.slice(0, -9)}\n\n${third}`);
    const data = /data: (.*)/.exec(text.split('\n\n')[1] ?? '')?.[1] ?? '';
    expect(() => JSON.parse(data) as unknown).toThrow(SyntaxError);
  });

  it('null-message: the text is null on the stream and there in history', async () => {
    const text = await readWith({ kind: 'null-message' }, ['a', 'b'], '"message":"b"');
    const [first = ''] = blocks();
    expect(text.startsWith(first.replace('"message":"a"', '"message":null'))).toBe(true);
    expect(server.messages('cv_1')[0]?.message).toBe('a');
  });

  it('foreign: a message of another conversation comes before the event', async () => {
    const text = await readWith({ kind: 'foreign' }, ['a'], '"message":"a"');
    const [block = ''] = blocks();
    const [foreign = ''] = text.split(block);
    expect(text.endsWith(block)).toBe(true);
    expect(foreign).toContain('"conversation_id":"cv_foreign"');
    expect(foreign).not.toContain('"message":"a"');
  });

  it('huge-event: the event is padded to at least that size and otherwise right', async () => {
    server.queueFault({ kind: 'huge-event', bytes: 300_000 });
    stream = await openStream(server);
    const { id } = say('a');
    await stream.until(({ text }) => text.endsWith('\n\n'));
    const json = JSON.parse(/data: (.*)/.exec(stream.text)?.[1] ?? '') as Record<string, unknown>;
    expect(stream.text.length).toBeGreaterThan(300_000);
    expect(json).toMatchObject({ id, message: 'a' });
  });

  it.each([
    ['id-missing', ''],
    ['id-empty', 'id: \n'],
  ] as const)('%s: on every event, or on one', async (kind, line) => {
    const [first = '', second = ''] = await (async () => {
      const text = await readWith({ kind, at: 2 }, ['a', 'b'], '"message":"b"');
      expect(text).toBe(`${blocks()[0]}${(blocks()[1] ?? '').replace(/^id: .*\n/, line)}`);
      stream.leave();
      return readWith({ kind }, ['c', 'd'], '"message":"d"').then((all) => all.split('\n\n'));
    })();
    expect(first.startsWith(`${line}event: message`)).toBe(true);
    expect(second.startsWith(`${line}event: message`)).toBe(true);
  });

  it('id-null: the id holds U+0000', async () => {
    const text = await readWith({ kind: 'id-null' }, ['a'], '"message":"a"');
    expect(text).toMatch(/^id: \w+\0\n/);
  });
});

describe('faults of what is sent at all', () => {
  it('unknown-event: on opening, or before an event, with an id if asked', async () => {
    const text = await readWith(
      {
        kind: 'unknown-event',
        name: 'presence',
        also: [{ kind: 'unknown-event', at: 2, id: 'x1' }],
      },
      ['a', 'b'],
      '"message":"b"',
    );
    const [first, second] = blocks();
    const unknown = (name: string, id = ''): string =>
      `${id}event: ${name}\ndata: {"is_typing":true}\n\n`;
    expect(text).toBe(`${unknown('presence')}${first}${unknown('typing', 'id: x1\n')}${second}`);
  });

  it('retry-field: any value, on opening or before an event', async () => {
    const text = await readWith({ kind: 'retry-field', value: '1e3' }, ['a'], '"message":"a"');
    expect(text).toBe(`retry: 1e3\n\n${blocks()[0]}`);
  });

  it('comments: before every line of the events chosen', async () => {
    const text = await readWith(
      { kind: 'comments', size: 4, every: 2 },
      ['a', 'b'],
      '"message":"b"',
    );
    const [first, second = ''] = blocks();
    const commented = second.replaceAll(/^(?=.)/gm, ': cccc\n');
    expect(text).toBe(`${first}${commented}`);
  });

  it('skip: events are lost on the stream', async () => {
    const text = await readWith({ kind: 'skip', at: 2, count: 2 }, ['a', 'b', 'c', 'd'], '"d"');
    const [first, , , last] = blocks();
    expect(text).toBe(`${first}${last}`);
  });

  it('duplicate: the last events come again', async () => {
    const text = await readWith(
      { kind: 'duplicate', at: 3, count: 2 },
      ['a', 'b', 'c', 'd'],
      '"d"',
    );
    const [a, b, c, d] = blocks();
    expect(text).toBe([a, b, c, b, c, d].join(''));
  });

  it('duplicate at 0: after a resume, those before the cursor come again', async () => {
    const [, second] = [say('a'), say('b'), say('c')];
    server.queueFault({ kind: 'duplicate', at: 0, count: 2 });
    stream = await openStream(server, { query: { after: second?.id ?? '' } });
    await stream.until(({ text }) => text.includes('"message":"c"') && text.endsWith('\n\n'));
    expect(stream.text).toBe(blocks().join(''));
  });

  it('reorder: every window arrives in reverse', async () => {
    const text = await readWith(
      { kind: 'reorder', window: 2 },
      ['a', 'b', 'c', 'd'],
      '"message":"c"',
    );
    const [a, b, c, d] = blocks();
    expect(text).toBe([b, a, d, c].join(''));
  });

  it('endless-line: a line without an end, as long as asked', async () => {
    server.queueFault({ kind: 'endless-line', bytes: 200_000, at: 1 });
    stream = await openStream(server);
    say('a');
    await stream.until(({ text }) => text.includes('"message":"a"'));
    expect(stream.text).toMatch(/^data: x{200000}id: /);
  });

  it('endless-line without a size goes on until the client leaves, and no further', async () => {
    server.queueFault({ kind: 'endless-line' });
    stream = await openStream(server);
    await stream.until(({ pieces }) => pieces.reduce((sum, { length }) => sum + length, 0) > 5e6);
    expect(stream.text).not.toContain('\n');
    stream.leave();
    await server.until(() => server.openStreams().length === 0);
    expect(server.log().at(-1)?.bytesSent).toBeLessThan(50e6);
  });
});
