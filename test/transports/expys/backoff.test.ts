import {
  createExpysTransport,
  type ExpysTransport,
} from 'react-conversation-stream/transports/expys';
import { describe, expect, it } from 'vitest';
import { follow } from '../../core/feed/follow.ts';
import { createLiveBody, countBusiest } from '../../core/feed/virtualBimpe.ts';
import { epoch, json } from '../../core/feed/wire.ts';
import { createVirtualClock, type VirtualClock } from '../../helpers/virtualClock.ts';

/** Kolmogorov–Smirnov: the largest distance between the samples and uniform in [0, high). */
function measureDistance(samples: readonly number[], high: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const gaps = sorted.map((sample, index) => {
    const wanted = Math.min(1, sample / high);
    return Math.max((index + 1) / sorted.length - wanted, wanted - index / sorted.length);
  });
  return Math.max(...gaps);
}

/** One good source in a thousand would fail at this distance. */
const critical = (count: number): number => 1.95 / Math.sqrt(count);

type Stream = (request: { index: number; signal: AbortSignal }) => Response;

/** Expys on virtual time: `stream` answers the stream, history is empty. */
function createVirtualExpys(
  clock: VirtualClock,
  stream: Stream,
): { transport: ExpysTransport; times: number[] } {
  const times: number[] = [];
  const transport = createExpysTransport({
    baseUrl: 'https://expys.test',
    token: 'v4.local.virtual',
    clock,
    async fetch(input, init) {
      if (!String(input).endsWith('/stream')) return json({ messages: [], nextCursor: null });
      times.push(clock.now());
      return stream({ index: times.length - 1, signal: init!.signal! });
    },
  });
  return { transport, times };
}

const opened = (body: ReadableStream<Uint8Array>): Response =>
  new Response(body, { headers: { 'content-type': 'text/event-stream' } });

describe('the delays a server sees', () => {
  it('are full jitter: uniform up to 500 ms, doubling, up to 10 s, for ever', async () => {
    const gaps: number[][] = [];
    for (let seed = 1; seed <= 400; seed += 1) {
      const clock = createVirtualClock(epoch);
      const { transport, times } = createVirtualExpys(
        clock,
        () => new Response(null, { status: 503 }),
      );
      const { release, state } = follow(transport, clock, { seed });
      await clock.runFor(120_000);
      expect(state().connection.status).not.toBe('stalled');
      release();
      gaps.push(times.slice(1).map((time, index) => time - times[index]!));
    }
    for (const [index, step] of [
      500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000,
    ].entries()) {
      const column = gaps.map((own) => own[index]!);
      expect(Math.max(...column)).toBeLessThan(step);
      expect(measureDistance(column, step)).toBeLessThan(critical(400));
    }
    // The test can tell: it is not the step before.
    expect(
      measureDistance(
        gaps.map((own) => own[1]!),
        500,
      ),
    ).toBeGreaterThan(critical(400));
  }, 60_000);

  it('grow while the endpoint accepts and closes at once, and never exceed 20 a minute', async () => {
    const clock = createVirtualClock(epoch);
    const { transport, times } = createVirtualExpys(clock, () =>
      opened(createLiveBody(clock, { frames: ': heartbeat\n\n', closeAfter: 10 })),
    );
    const { release } = follow(transport, clock, {});
    await clock.runFor(30 * 60_000);
    release();
    expect(countBusiest(times)).toBeLessThanOrEqual(20);
    const late = times.slice(10).map((time, index) => time - times[index + 9]!);
    expect(Math.max(...late)).toBeGreaterThan(5_000);
  });

  it('begin anew after five seconds of life', async () => {
    const clock = createVirtualClock(epoch);
    const { transport, times } = createVirtualExpys(clock, () =>
      opened(createLiveBody(clock, { closeAfter: 5_001 })),
    );
    const { release } = follow(transport, clock, {});
    await clock.runFor(5 * 60_000);
    release();
    const waits = times.slice(1).map((time, index) => time - times[index]! - 5_001);
    expect(waits.length).toBeGreaterThan(40);
    expect(Math.max(...waits)).toBeLessThan(500);
  });

  it('are not needed while nothing goes wrong: a quiet day is one stream', async () => {
    const clock = createVirtualClock(epoch);
    const { transport, times } = createVirtualExpys(clock, () => opened(createLiveBody(clock)));
    const { release, state } = follow(transport, clock, {});
    await clock.runFor(24 * 60 * 60_000);
    expect([times.length, state().continuity]).toEqual([1, 'live']);
    release();
  });

  it('follow a stream that falls silent within 45 s', async () => {
    const clock = createVirtualClock(epoch);
    const { transport, times } = createVirtualExpys(clock, ({ index }) =>
      opened(
        createLiveBody(clock, index === 0 ? { heartbeatEvery: 15_000, silentAfter: 60_000 } : {}),
      ),
    );
    const { release } = follow(transport, clock, {});
    await clock.runFor(5 * 60_000);
    expect(times).toHaveLength(2);
    expect(times[1]! - times[0]!).toBeLessThan(60_000 + 45_000 + 500);
    release();
  });
});
