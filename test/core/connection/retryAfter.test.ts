import { describe, expect, it } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../../helpers/virtualClock.ts';
import { follow, pull } from '../feed/follow.ts';
import {
  createVirtualBimpe,
  streamAnswer,
  type Endpoint,
  type Handler,
  type VirtualBimpe,
} from '../feed/virtualBimpe.ts';
import { epoch } from '../feed/wire.ts';

/** Longest wait after a first failure when nobody asks for more, ms. */
const ownBackoff = 500;
const date = (at: number): string => new Date(at).toUTCString();

function failWith(status: number, headers: Record<string, string>): Handler {
  return () => new Response('later', { status, headers });
}

/** Ms between the first request of an endpoint and the first one that repeats it. */
function firstGap(server: VirtualBimpe, endpoint: Endpoint): number {
  const requests = server.list(endpoint);
  // History is read twice at once: the first page, and the proof that nothing is missing.
  const [first, again] = endpoint === 'history' ? [requests[0], requests[2]] : requests;
  return again!.at - first!.at;
}

function start(
  handlers: Parameters<typeof createVirtualBimpe>[1],
  options?: Parameters<typeof createVirtualBimpe>[2],
): { clock: VirtualClock; server: VirtualBimpe } {
  const clock = createVirtualClock(epoch);
  return { clock, server: createVirtualBimpe(clock, handlers, options) };
}

describe('Retry-After is a lower bound, clamped to a minute', () => {
  const values: [value: string, atLeast: number, atMost: number][] = [
    ['7', 7_000, 7_000],
    ['0', 0, ownBackoff],
    ['60', 60_000, 60_000],
    ['61', 60_000, 60_000],
    ['999999999', 60_000, 60_000],
    ['99999999999999999999', 60_000, 60_000],
    [date(epoch + 9_000), 9_000, 10_000],
    [date(epoch - 9_000), 0, ownBackoff],
    [date(epoch + 3_600_000), 60_000, 60_000],
    ['soon', 0, ownBackoff],
    ['-5', 0, ownBackoff],
    ['1e3', 0, ownBackoff],
    ['Infinity', 0, ownBackoff],
    ['NaN', 0, ownBackoff],
    ['Wed, 99 Foo 2026', 0, ownBackoff],
    ['', 0, ownBackoff],
  ];
  for (const [value, atLeast, atMost] of values) {
    const headers = { 'retry-after': value, date: date(epoch) };
    for (const endpoint of ['stream', 'ticket', 'history'] as const) {
      it(`"${value}" with a 503 of the ${endpoint} → ${atLeast} to ${atMost} ms`, async () => {
        const { clock, server } = start({ [endpoint]: failWith(503, headers) });
        const { release } = follow(server.transport, clock);
        await clock.runFor(130_000);
        expect(firstGap(server, endpoint)).toBeGreaterThanOrEqual(atLeast);
        expect(firstGap(server, endpoint)).toBeLessThanOrEqual(atMost);
        release();
      });
    }
  }

  it('a 429 asks like a 503, and streamMessages listens too', async () => {
    const { clock, server } = start({ stream: failWith(429, { 'retry-after': '12' }) });
    const { abort } = pull(server.transport, clock);
    await clock.runFor(130_000);
    const times = server.list('stream').map(({ at }) => (at - epoch) / 1_000);
    expect(times).toEqual([0, 12, 24, 36, 48, 60]);
    abort();
  });

  it('a longer back-off wins over a shorter Retry-After', async () => {
    const policy = { backoff: () => 5_000 };
    const { clock, server } = start({ stream: failWith(503, { 'retry-after': '1' }) }, { policy });
    const { release } = follow(server.transport, clock);
    await clock.runFor(60_000);
    expect(firstGap(server, 'stream')).toBe(5_000);
    release();
  });

  it('no wake-up comes before what the server asked for', async () => {
    const { clock, server } = start({ stream: failWith(503, { 'retry-after': '20' }) });
    const { page, release } = follow(server.transport, clock);
    for (let second = 0; second < 19; second += 1) {
      await clock.runFor(1_000);
      page.wake('visible');
      page.wake('online');
    }
    expect(server.list('stream')).toHaveLength(1);
    await clock.runFor(2_000);
    expect(server.list('stream')).toHaveLength(2);
    release();
  });

  it('a wake-up just before a wait ends does not shorten the wait after it', async () => {
    const { clock, server } = start({ stream: failWith(503, { 'retry-after': '20' }) });
    // The wake-up is spread over 300 ms; with the largest spread it falls behind the end of the wait.
    const { page, release } = follow(server.transport, clock, { random: () => 0.999 });
    await clock.runFor(19_900);
    page.wake('visible');
    await clock.runFor(10_000);
    const times = server.list('stream').map(({ at }) => at - epoch);
    expect(times).toEqual([0, 20_000]);
    release();
  });

  it('a reconnect by hand does not wait', async () => {
    const { clock, server } = start({ stream: failWith(503, { 'retry-after': '50' }) });
    const { conversation, release } = follow(server.transport, clock);
    await clock.runFor(5_000);
    conversation.reconnect();
    await clock.runFor(0);
    expect(server.list('stream')).toHaveLength(2);
    release();
  });

  it('the time of the next attempt is told while it waits', async () => {
    const { clock, server } = start({ stream: failWith(503, { 'retry-after': '20' }) });
    const { state, release } = follow(server.transport, clock);
    await clock.runFor(5_000);
    expect(state().connection).toMatchObject({
      status: 'waiting',
      attempt: 1,
      retryAt: epoch + 20_000,
      error: { code: 'server_error', retryAfter: 20 },
    });
    release();
  });
});

describe('retryAfter of what getTicket throws is a lower bound too', () => {
  const values: [value: unknown, atLeast: number, atMost: number][] = [
    [7, 7_000, 7_000],
    [0.5, 500, 500],
    [100_000, 60_000, 60_000],
    [Number.POSITIVE_INFINITY, 60_000, 60_000],
    [-3, 250, ownBackoff],
    // What Number(header) gives for a date, or for a header that is not there.
    [Number.NaN, 250, ownBackoff],
    ['7', 250, ownBackoff],
    [undefined, 250, ownBackoff],
  ];
  for (const [retryAfter, atLeast, atMost] of values) {
    it(`${String(retryAfter)} → ${atLeast} to ${atMost} ms`, async () => {
      const calls: number[] = [];
      const { clock, server } = start(
        {},
        {
          getTicket() {
            calls.push(clock.now());
            throw Object.assign(new Error('busy'), { status: 429, retryAfter });
          },
        },
      );
      const { release } = follow(server.transport, clock);
      await clock.runFor(130_000);
      expect(calls[1]! - calls[0]!).toBeGreaterThanOrEqual(atLeast);
      expect(calls[1]! - calls[0]!).toBeLessThanOrEqual(atMost);
      release();
    });
  }
});

describe('retry: of the stream is a lower bound for the next delay', () => {
  const lines: [line: string, atLeast: number, atMost: number][] = [
    ['retry:3000', 3_000, 3_000],
    ['retry:0', 250, ownBackoff],
    ['retry:3600000', 60_000, 60_000],
    ['retry:1e9', 250, ownBackoff],
    ['retry:2000\n\nretry:4000', 4_000, 4_000],
  ];
  for (const [line, atLeast, atMost] of lines) {
    const stream: Handler = () => streamAnswer(`${line}\n\n`);
    it(`a connected conversation: ${line.replaceAll('\n', '⏎')} → ${atLeast} to ${atMost} ms`, async () => {
      const { clock, server } = start({ stream });
      const { release } = follow(server.transport, clock);
      await clock.runFor(130_000);
      expect(firstGap(server, 'stream')).toBeGreaterThanOrEqual(atLeast);
      expect(firstGap(server, 'stream')).toBeLessThanOrEqual(atMost);
      release();
    });
    it(`streamMessages: ${line.replaceAll('\n', '⏎')} → ${atLeast} to ${atMost} ms`, async () => {
      const { clock, server } = start({ stream });
      const { abort } = pull(server.transport, clock);
      await clock.runFor(130_000);
      expect(firstGap(server, 'stream')).toBeGreaterThanOrEqual(atLeast);
      expect(firstGap(server, 'stream')).toBeLessThanOrEqual(atMost);
      abort();
    });
  }
});
