import { readEventStream } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { drain } from '../../helpers/collect.ts';
import { bytesOf, createBody } from './bodies.ts';

const kibi = 1_024;
const mebi = kibi * kibi;
/** What one event may have when nothing else is said, characters. */
const defaultLimit = 4 * mebi;

/** `first`, then `filler` over and over until a gibibyte was sent. Counts what was asked for. */
function createEndless(
  first: string,
  filler: string,
): { chunks: Iterable<Uint8Array>; sent: () => number } {
  const filling = bytesOf(filler.repeat(Math.ceil((64 * kibi) / filler.length)));
  let sent = 0;
  function* produce(): Generator<Uint8Array> {
    yield bytesOf(first);
    for (; sent < 1_024 * mebi; sent += filling.length) yield filling;
  }
  return { chunks: produce(), sent: () => sent };
}

describe('memory stays bounded, whatever a server sends', () => {
  const endless: [name: string, first: string, filler: string][] = [
    ['one data line without an end', 'data:', 'x'],
    ['one data line of characters beyond ASCII', 'data:', '…'],
    ['an unknown field without an end', 'x', 'x'],
    ['a comment without an end', ':', 'x'],
    ['an id without an end', 'id:', 'x'],
    ['an event name without an end', 'event:', 'x'],
    ['data lines without a blank line', 'data:x\n', 'data:xxxxxxxxxxxxxxxx\n'],
    ['empty data lines without a blank line', 'data:x\n', 'data\n'],
  ];
  for (const [name, first, filler] of endless) {
    // RSS also counts what others of this process left to collect: a try that meets the bound shows it.
    it(`${name}: event_too_large within a second and 32 MiB`, { retry: 2 }, async () => {
      const { chunks, sent } = createEndless(first, filler);
      const body = createBody(chunks);
      const rssBefore = process.memoryUsage().rss;
      const startedAt = performance.now();
      const { items, error } = await drain(readEventStream(body.stream));
      expect(performance.now() - startedAt).toBeLessThan(1_000);
      expect((process.memoryUsage().rss - rssBefore) / mebi).toBeLessThan(32);
      expect(error).toMatchObject({ code: 'event_too_large', retryable: true });
      expect(items).toEqual([]);
      expect(body.isCancelled()).toBe(true);
      // Characters count: a line of three-byte ones is three times as many bytes.
      expect(sent()).toBeLessThan(8 * defaultLimit);
    });
  }

  it('lets an event of the limit pass and refuses one beyond it', async () => {
    const read = (size: number) =>
      drain(
        readEventStream(
          createBody([bytesOf('data:'), bytesOf('x'.repeat(size)), bytesOf('\n\n')]).stream,
          { maxEventSize: 1_000 },
        ),
      );
    expect((await read(995)).items).toHaveLength(1);
    expect((await read(1_001)).error).toMatchObject({ code: 'event_too_large' });
  });

  it('does not mistake a long life for a long line: small events and comments go on for ever', async () => {
    const chunk = bytesOf(`data:1\n\n: ${'comment '.repeat(100)}\n\n`);
    const chunks = Array.from({ length: 100 }, () => chunk);
    const { items, error } = await drain(
      readEventStream(createBody(chunks).stream, { maxEventSize: 1_000 }),
    );
    expect(error).toBeUndefined();
    expect(items).toHaveLength(100);
  });

  it('delivers what was complete before the limit was broken', async () => {
    const chunks = [bytesOf(`data:good\n\ndata:${'x'.repeat(2_000)}`), bytesOf('data:never\n\n')];
    const { items, error } = await drain(
      readEventStream(createBody(chunks).stream, { maxEventSize: 1_000 }),
    );
    expect(items.map(({ data }) => data)).toEqual(['good']);
    expect(error).toMatchObject({ code: 'event_too_large' });
  });
});

describe('the reconnection time is taken within reason', () => {
  const cases: [line: string, expected: number[]][] = [
    ['retry:0', [0]],
    ['retry:59999', [59_999]],
    ['retry:60000', [60_000]],
    ['retry:60001', [60_000]],
    ['retry:999999999', [60_000]],
    ['retry:1000000000', []],
    ['retry:99999999999999999999999', []],
    ['retry:-1', []],
    ['retry:1.5', []],
    ['retry:0x10', []],
    ['retry:', []],
  ];
  for (const [line, expected] of cases) {
    it(`${line} → ${expected.length > 0 ? expected.join() : 'ignored'}`, async () => {
      const delays: number[] = [];
      const body = createBody([bytesOf(`${line}\n\n`)]);
      await drain(readEventStream(body.stream, { onRetry: (delay) => delays.push(delay) }));
      expect(delays).toEqual(expected);
    });
  }
});

describe('ids are told when they count', () => {
  it('a block of an id alone moves the last event id, a half block does not', async () => {
    const ids: string[] = [];
    const body = createBody([bytesOf('id:1\ndata:a\n\nid:2\n\nid:3\n'), bytesOf('data:b\n')]);
    const { items } = await drain(
      readEventStream(body.stream, { onLastEventId: (id) => ids.push(id) }),
    );
    expect(items).toEqual([{ type: 'message', data: 'a', lastEventId: '1' }]);
    expect(ids).toEqual(['1', '2']);
  });

  it('every chunk is told by its bytes, also one that completes nothing', async () => {
    const counts: number[] = [];
    const body = createBody([bytesOf(':\n'), bytesOf('da'), bytesOf('ta:…\n\n')]);
    await drain(readEventStream(body.stream, { onBytes: (count) => counts.push(count) }));
    expect(counts).toEqual([2, 2, 8]);
  });
});

describe('leaving is immediate and complete', () => {
  const two = 'data:1\n\ndata:2\n\n';

  it('break cancels the body', async () => {
    const body = createBody([bytesOf(two)], 'hang');
    for await (const { data } of readEventStream(body.stream)) {
      expect(data).toBe('1');
      break;
    }
    expect(body.isCancelled()).toBe(true);
  });

  it('an exception in the loop cancels the body', async () => {
    const body = createBody([bytesOf(two)], 'hang');
    const read = async (): Promise<void> => {
      for await (const { data } of readEventStream(body.stream)) throw new Error(data);
    };
    await expect(read()).rejects.toThrow('1');
    expect(body.isCancelled()).toBe(true);
  });

  it('abort between two events of one chunk: the second is not delivered', async () => {
    const controller = new AbortController();
    const body = createBody([bytesOf(two)], 'hang');
    const seen: string[] = [];
    for await (const { data } of readEventStream(body.stream, { signal: controller.signal })) {
      seen.push(data);
      controller.abort();
    }
    expect(seen).toEqual(['1']);
    expect(body.isCancelled()).toBe(true);
  });

  it('abort while nothing arrives ends the iteration quietly, at once', async () => {
    const controller = new AbortController();
    const body = createBody([], 'hang');
    const done = drain(readEventStream(body.stream, { signal: controller.signal }));
    controller.abort(new Error('left'));
    expect(await done).toEqual({ items: [], error: undefined });
    expect(body.isCancelled()).toBe(true);
  });

  it('aborted from the start, it reads nothing', async () => {
    const body = createBody([bytesOf(two)], 'hang');
    const signal = AbortSignal.abort();
    const counts: number[] = [];
    const options = { signal, onBytes: (count: number) => counts.push(count) };
    expect(await drain(readEventStream(body.stream, options))).toEqual({
      items: [],
      error: undefined,
    });
    expect(counts).toEqual([]);
    expect(body.isCancelled()).toBe(true);
  });

  it('a body that breaks on abort, as fetch bodies do, is no failure', async () => {
    const controller = new AbortController();
    const stream = new ReadableStream<Uint8Array>({
      start(body) {
        const fail = (): void => body.error(new DOMException('Aborted', 'AbortError'));
        controller.signal.addEventListener('abort', fail);
      },
    });
    const done = drain(readEventStream(stream, { signal: controller.signal }));
    controller.abort();
    expect(await done).toEqual({ items: [], error: undefined });
  });

  it('leaves no listener on a signal that lives on', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    await drain(readEventStream(createBody([bytesOf(two)]).stream, { signal }));
    expect(listeners).toBe(0);
  });
});

describe('what goes wrong has a name', () => {
  it('a body that breaks is a retryable network error; events before it were delivered', async () => {
    const body = createBody([bytesOf('data:1\n\nda')], new TypeError('terminated'));
    const { items, error } = await drain(readEventStream(body.stream));
    expect(items.map(({ data }) => data)).toEqual(['1']);
    expect(error).toMatchObject({ code: 'network', retryable: true });
  });

  it('a half event at the end is dropped without a word', async () => {
    const body = createBody([bytesOf('data:1\n\ndata:{"complete":true}\n')]);
    const { items, error } = await drain(readEventStream(body.stream));
    expect(items.map(({ data }) => data)).toEqual(['1']);
    expect(error).toBeUndefined();
  });
});
