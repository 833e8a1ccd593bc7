import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Microseconds of one call of `run`: the best of several rounds, so that a busy machine disturbs little. */
export function timeEach(run: () => void, { rounds = 15, calls = 2_000 } = {}): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    for (let call = 0; call < calls; call += 1) run();
    best = Math.min(best, ((performance.now() - start) * 1_000) / calls);
  }
  return best;
}

/** Bytes one call of `run` allocates; what looking costs is taken off. */
export function measureAllocation(run: () => void): number {
  return Math.max(0, sampleAllocation(run) - sampleAllocation(() => {}));
}

function sampleAllocation(run: () => void): number {
  // So few that no collection comes in between, so many that looking weighs little.
  const calls = 1_000;
  const samples: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let call = 0; call < calls; call += 1) run();
    samples.push((process.memoryUsage().heapUsed - before) / calls);
  }
  return samples.toSorted((a, b) => a - b)[4]!;
}

/** Milliseconds `run` takes; garbage of what came before is gone. */
export async function timeOnce(run: () => void | Promise<void>): Promise<number> {
  collectGarbage();
  const start = performance.now();
  await run();
  return performance.now() - start;
}
