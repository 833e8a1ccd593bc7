import { faultKinds, type FaultKind } from './faultKinds.ts';
import { createRandom, type Random } from './random.ts';
import type {
  NetworkHabits,
  ScheduledAction,
  ScheduledActivity,
  ScheduledFault,
  Scenario,
  ServerHabits,
} from './scenario.ts';

const second = 1_000;
const minute = 60 * second;
const manyMessages = 2_000;

/** One scenario, whole, from its seed. */
export function createScenario(seed: number): Scenario {
  const random = createRandom(seed).fork('scenario');
  const duration = drawDuration(random);
  const pageSize = random.chance(0.5) ? random.int(5, 8) : random.int(5, 20);
  const faults = drawFaults(random.fork('faults'), duration);
  return {
    seed,
    duration,
    historyLength: random.pick([0, random.int(1, 8), random.int(5, 40), random.int(20, 120)]),
    otherHistoryLength: random.int(0, 30),
    pageSize,
    maxMessages: random.chance(0.15) ? random.int(pageSize * 2, 50) : manyMessages,
    network: drawNetwork(random),
    server: drawServer(random),
    faults,
    activity: drawActivity(random.fork('activity'), duration, faults),
    reader: drawReader(random.fork('reader'), duration),
    ending: random.chance(0.15) ? 'abrupt' : 'quiet',
    readsAll: random.chance(0.3),
  };
}

/** Mostly short, so that many seeds fit into a run; some long. */
function drawDuration(random: Random): number {
  const minutes = random.pick([
    [2, 3],
    [2, 4],
    [3, 6],
    [5, 10],
  ]);
  return random.int((minutes[0] ?? 2) * minute, (minutes[1] ?? 2) * minute);
}

function drawNetwork(random: Random): NetworkHabits {
  const minLatency = random.int(2, 60);
  return { minLatency, maxLatency: minLatency + random.pick([0, 20, 100, 400]) };
}

function drawServer(random: Random): ServerHabits {
  return {
    hasLiveEdits: random.chance(0.7),
    unknownCursor: random.pick(['refused', 'ignored']),
    lineEnd: random.pick(['\n', '\n', '\n', '\r\n', '\r']),
    echo: random.pick(['before', 'after', 'never', 'mixed', 'mixed']),
    raceChance: random.pick([0, 0.05, 0.15, 0.3]),
    replyChance: random.pick([0, 0.5, 1]),
  };
}

/** Some come alone, some on top of each other. */
function drawFaults(random: Random, duration: number): ScheduledFault[] {
  const faults: ScheduledFault[] = [];
  let at = 0;
  for (let left = random.int(0, 8); left > 0; left -= 1) {
    const isClose = faults.length > 0 && random.chance(0.35);
    at = isClose ? at + random.int(0, 3 * second) : random.int(0, duration - 5 * second);
    faults.push({ at, kind: drawKind(random), seed: random.int(1, 2 ** 31 - 1) });
  }
  return faults;
}

/** The end of all following is rare. */
function drawKind(random: Random): FaultKind {
  const kind = random.pick(faultKinds);
  return kind === 'no-content' && random.chance(0.5) ? random.pick(faultKinds) : kind;
}

function drawActivity(
  random: Random,
  duration: number,
  faults: readonly ScheduledFault[],
): ScheduledActivity[] {
  const activity: ScheduledActivity[] = [];
  const pause = random.pick([4, 8, 15, 30]) * second;
  for (let at = random.int(0, pause); at < duration; at += random.int(100, 2 * pause)) {
    activity.push({ at, kind: random.pick(activities) });
  }
  // Much is missed while something is wrong.
  for (const { at } of faults) {
    if (random.chance(0.06)) activity.push({ at: at + random.int(0, 5 * second), kind: 'flood' });
  }
  return activity;
}

const activities: readonly ScheduledActivity['kind'][] = [
  'create',
  'create',
  'create',
  'create',
  'create',
  'burst',
  'edit',
  'edit',
  'remove',
];

const actions: readonly ScheduledAction['kind'][] = [
  'send',
  'send',
  'send',
  'send',
  'send',
  'load-older',
  'load-older',
  'reconcile',
  'reconnect',
  'hang-up',
  'retry',
  'discard',
  'second-consumer',
  'wake',
];

function drawReader(random: Random, duration: number): ScheduledAction[] {
  const reader: ScheduledAction[] = [];
  for (let left = random.int(0, 8); left > 0; left -= 1) {
    reader.push({ at: random.int(0, duration), kind: random.pick(actions) });
  }
  return reader;
}
