import { carryOut } from './faultDriver.ts';
import type { FaultKind } from './faultKinds.ts';
import { silent } from './narrate.ts';
import type { Violation } from './oracle/view.ts';
import { hashText } from './random.ts';
import type { Scenario, ScheduledAction, ScheduledActivity } from './scenario.ts';
import { createScenario } from './schedule.ts';
import { settle, tearDown } from './settle.ts';
import type { Shape } from './shape.ts';
import type { Subject } from './subject.ts';
import { createWorld, type World } from './world.ts';

export interface SeedResult {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly bites: ReadonlyMap<FaultKind, number>;
  /** Published states judged. */
  readonly states: number;
  /** Of everything that happened: two runs of a seed agree on it. */
  readonly traceHash: number;
}

export interface RunOptions {
  readonly subject: Subject;
  readonly shape: Shape;
  readonly trace?: (line: string) => void;
  /** Costs time: for proofs of replay. */
  readonly isHashing?: boolean;
}

const lookEvery = 5_000;

/** One scenario from mount to teardown, judged at every state. */
export async function runSeed(seed: number, options: RunOptions): Promise<SeedResult> {
  const { subject, shape, trace, isHashing = false } = options;
  let traceHash = 0;
  const tell = (line: string): void => {
    traceHash = hashText(line, traceHash);
    trace?.(line);
  };
  const world = createWorld({
    scenario: (shape.createScenario ?? createScenario)(seed),
    shape,
    subject,
    trace: isHashing || trace ? tell : silent,
  });
  const crashes = await watch(() => play(world, shape));
  const judged = [...world.oracles.values()].flatMap((oracle) => oracle.violations);
  const violations = [...judged, ...crashes.map((error) => toViolation(error, world))];
  const { states } = world.session;
  return { seed, violations, bites: world.faults.bites, states, traceHash };
}

/** What the code under test throws at nobody: from a timer, or from a promise without a catch. */
async function watch(work: () => Promise<void>): Promise<unknown[]> {
  const crashes: unknown[] = [];
  const handle = (reason: unknown): void => void crashes.push(reason);
  process.on('unhandledRejection', handle);
  try {
    await work();
  } catch (error) {
    crashes.push(error);
  } finally {
    process.off('unhandledRejection', handle);
  }
  return crashes;
}

function toViolation(error: unknown, { clock }: World): Violation {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { rule: 'crash', at: clock.now(), detail };
}

async function play(world: World, shape: Shape): Promise<void> {
  const { scenario, clock, reader } = world;
  plan(world, scenario, shape);
  if (scenario.seed % 3 === 0) reader.connectStrictly();
  else reader.connect();
  for (let left = scenario.duration; left > 0 && isClean(world); left -= lookEvery) {
    await clock.runFor(Math.min(left, lookEvery));
    for (const oracle of world.oracles.values()) oracle.recheck(clock.now());
  }
  if (scenario.ending === 'quiet' && isClean(world)) await settle(world);
  await tearDown(world);
}

/** The first violation ends the run: what follows from it is noise. */
export function isClean({ oracles }: World): boolean {
  return [...oracles.values()].every(({ violations }) => violations.length === 0);
}

function plan(world: World, { faults, activity, reader }: Scenario, shape: Shape): void {
  const { clock } = world;
  const doHarm = shape.carryOut ?? carryOut;
  const start = clock.now();
  for (const fault of faults) {
    clock.arriveAt(start + fault.at, () => world.reader.isHere && doHarm(world, fault));
  }
  for (const one of activity) clock.at(start + one.at, () => act(world, one));
  for (const one of reader) clock.arriveAt(start + one.at, () => behave(world, one));
}

function act({ server, reader, random }: World, { kind }: ScheduledActivity): void {
  const id = reader.current;
  if (kind === 'edit') return server.edit(id);
  if (kind === 'remove') return server.remove(id);
  const count = kind === 'create' ? 1 : kind === 'burst' ? random.int(2, 5) : random.int(8, 110);
  for (let left = count; left > 0; left -= 1) server.create(id, { isTie: random.chance(0.3) });
}

function behave({ reader, page, clock, random }: World, { kind }: ScheduledAction): void {
  if (!reader.isConnected) return;
  if (kind === 'send') reader.send();
  else if (kind === 'retry') reader.retry();
  else if (kind === 'discard') reader.discard();
  else if (kind === 'stop') reader.stop();
  else if (kind === 'load-older') void reader.loadOlder();
  else if (kind === 'reconcile') void reader.reconcile();
  else if (kind === 'reconnect') reader.reconnect();
  else if (kind === 'second-consumer') reader.connect();
  else if (kind === 'wake') page.wake('visible');
  else {
    reader.hangUp();
    clock.arriveAt(clock.now() + random.int(10, 20_000), () => {
      if (reader.hasHungUp) reader.reconnect();
    });
  }
}
