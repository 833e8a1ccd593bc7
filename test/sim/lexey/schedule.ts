import { turnFaultKinds } from '../faultKinds.ts';
import { createRandom, type Random } from '../random.ts';
import type { Scenario, ScheduledAction, ScheduledActivity, ScheduledFault } from '../scenario.ts';
import { createScenario } from '../schedule.ts';

const second = 1_000;

/** A scenario of sends and replies: the reader writes often, people on the other side now and then. */
export function createTurnScenario(seed: number): Scenario {
  const usual = createScenario(seed);
  const random = createRandom(seed).fork('turns');
  const duration = random.int(90 * second, 240 * second);
  return {
    ...usual,
    duration,
    historyLength: random.pick([0, random.int(1, 8), random.int(5, 60)]),
    maxMessages: 2_000,
    faults: drawFaults(random.fork('faults'), duration),
    activity: drawActivity(random.fork('activity'), duration),
    reader: drawReader(random.fork('reader'), duration),
  };
}

function drawFaults(random: Random, duration: number): ScheduledFault[] {
  const faults: ScheduledFault[] = [];
  let at = 0;
  for (let left = random.int(0, 8); left > 0; left -= 1) {
    const isClose = faults.length > 0 && random.chance(0.35);
    at = isClose ? at + random.int(0, 3 * second) : random.int(0, duration - 5 * second);
    faults.push({ at, kind: random.pick(turnFaultKinds), seed: random.int(1, 2 ** 31 - 1) });
  }
  return faults;
}

function drawActivity(random: Random, duration: number): ScheduledActivity[] {
  const activity: ScheduledActivity[] = [];
  const pause = random.pick([15, 30, 90]) * second;
  for (let at = random.int(0, pause); at < duration; at += random.int(100, 2 * pause))
    activity.push({ at, kind: random.pick(['create', 'create', 'burst']) });
  return activity;
}

const actions: readonly ScheduledAction['kind'][] = [
  ...Array.from({ length: 14 }, () => 'send' as const),
  'load-older',
  'reconcile',
  'reconcile',
  'reconnect',
  'hang-up',
  'retry',
  'discard',
  'stop',
  'second-consumer',
  'wake',
];

function drawReader(random: Random, duration: number): ScheduledAction[] {
  const reader: ScheduledAction[] = [];
  for (let left = random.int(1, 10); left > 0; left -= 1)
    reader.push({ at: random.int(0, duration), kind: random.pick(actions) });
  return reader;
}
