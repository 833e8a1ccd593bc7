import { createEqualJitter, createFullJitter, type Backoff } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../sim/random.ts';
import { createVirtualClock } from '../../helpers/virtualClock.ts';
import { follow } from '../feed/follow.ts';
import { createVirtualBimpe } from '../feed/virtualBimpe.ts';
import { epoch } from '../feed/wire.ts';

/** Kolmogorov–Smirnov: the largest distance between the samples and uniform in [low, high). */
function measureDistance(samples: readonly number[], low: number, high: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  let distance = 0;
  sorted.forEach((sample, index) => {
    const wanted = Math.min(1, Math.max(0, (sample - low) / (high - low)));
    const above = (index + 1) / sorted.length - wanted;
    const below = wanted - index / sorted.length;
    distance = Math.max(distance, above, below);
  });
  return distance;
}

/** One good source in a thousand would fail at this distance. */
const critical = (count: number): number => 1.95 / Math.sqrt(count);

describe('delays are spread as their names say (Kolmogorov–Smirnov)', () => {
  const draws = 10_000;
  const sample = (backoff: Backoff, failures: number): number[] => {
    const { next } = createRandom(failures + 1);
    return Array.from({ length: draws }, () => backoff(failures, next));
  };

  for (const failures of [0, 1, 2, 3, 4, 5, 10, 30, 1_000]) {
    const step = Math.min(10_000, 500 * 2 ** Math.min(failures, 30));
    it(`full jitter after ${failures} failures is uniform in [0, ${step})`, () => {
      const delays = sample(createFullJitter({ base: 500, cap: 10_000 }), failures);
      expect(measureDistance(delays, 0, step)).toBeLessThan(critical(draws));
      expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...delays)).toBeLessThan(step);
    });
    const equal = Math.min(8_000, step);
    it(`equal jitter after ${failures} failures is uniform in [${equal / 2}, ${equal})`, () => {
      const delays = sample(createEqualJitter({ base: 500, cap: 8_000 }), failures);
      expect(measureDistance(delays, equal / 2, equal)).toBeLessThan(critical(draws));
      expect(Math.min(...delays)).toBeGreaterThanOrEqual(equal / 2);
      expect(Math.max(...delays)).toBeLessThan(equal);
    });
  }

  it('the test can tell: the one is not the other', () => {
    const full = sample(createFullJitter({ base: 500, cap: 10_000 }), 2);
    expect(measureDistance(full, 1_000, 2_000)).toBeGreaterThan(critical(draws));
  });
});

describe('a server sees those delays between attempts', () => {
  /** Ms between the first attempts of many readers, all of them refused with 503. */
  const observe = async (readers: number, backoff?: Backoff): Promise<number[][]> => {
    const gaps: number[][] = [];
    for (let seed = 1; seed <= readers; seed += 1) {
      const clock = createVirtualClock(epoch);
      const { transport, list } = createVirtualBimpe(
        clock,
        { stream: () => new Response(null, { status: 503 }) },
        backoff ? { policy: { backoff } } : {},
      );
      const { release } = follow(transport, clock, { seed });
      await clock.runFor(15_000);
      release();
      await clock.runFor(0);
      const times = list('stream').map(({ at }) => at);
      gaps.push(times.slice(1).map((time, index) => time - times[index]!));
    }
    return gaps;
  };
  const column = (gaps: readonly number[][], index: number): number[] =>
    gaps.map((own) => own[index]!);

  it('BimpeAI: half a step to a step, doubling', async () => {
    const gaps = await observe(500);
    for (const [index, step] of [500, 1_000, 2_000].entries())
      expect(measureDistance(column(gaps, index), step / 2, step)).toBeLessThan(critical(500));
  });

  it('full jitter: anything up to a step, doubling', async () => {
    const gaps = await observe(500, createFullJitter({ base: 500, cap: 10_000 }));
    for (const [index, step] of [500, 1_000, 2_000].entries())
      expect(measureDistance(column(gaps, index), 0, step)).toBeLessThan(critical(500));
  });
});
