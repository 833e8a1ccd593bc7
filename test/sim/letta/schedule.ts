import { runFaultKinds } from '../faultKinds.ts';
import { createTurnScenario } from '../lexey/schedule.ts';
import { createRandom, type Random } from '../random.ts';
import type { Scenario, ScheduledFault } from '../scenario.ts';

const second = 1_000;

/** A scenario of sends and runs, as other backends that answer in turns have it. */
export function createRunScenario(seed: number): Scenario {
  const usual = createTurnScenario(seed);
  const random = createRandom(seed).fork('runs');
  const duration = Math.min(usual.duration, random.int(80, 170) * second);
  return {
    ...usual,
    duration,
    historyLength: random.pick([0, random.int(1, 8), random.int(10, 50)]),
    faults: drawFaults(random, duration),
  };
}

function drawFaults(random: Random, duration: number): ScheduledFault[] {
  const faults: ScheduledFault[] = [];
  let at = 0;
  for (let left = random.int(0, 8); left > 0; left -= 1) {
    const isClose = faults.length > 0 && random.chance(0.35);
    at = isClose ? at + random.int(0, 3 * second) : random.int(0, duration - 5 * second);
    faults.push({ at, kind: random.pick(runFaultKinds), seed: random.int(1, 2 ** 31 - 1) });
  }
  return faults;
}
