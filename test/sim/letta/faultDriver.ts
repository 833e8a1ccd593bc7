import { carryOut } from '../faultDriver.ts';
import type { FaultKind } from '../faultKinds.ts';
import { createRandom, type Random } from '../random.ts';
import type { Endpoint } from '../record.ts';
import type { ScheduledFault } from '../scenario.ts';
import type { World } from '../world.ts';
import { LettaServer } from './virtualServer.ts';

type Driver = (world: World, random: Random, fault: ScheduledFault) => void;

/** Makes the fault due, and mostly gives it a run to bite into. */
export function carryOutRunFault(world: World, fault: ScheduledFault): void {
  const random = createRandom(fault.seed);
  const drive = drivers[fault.kind] ?? armOnRun;
  drive(world, random, fault);
}

/** What befalls machine and page, with a run under way. */
const befall: Driver = (world, random, fault) => {
  if (random.chance(0.7) && world.reader.isConnected) world.reader.send();
  soon(world, random, () => carryOut(world, fault));
};

const armOnRun: Driver = ({ faults, reader }, random, { kind }) => {
  faults.arm(kind, { random });
  if (reader.isConnected) reader.send();
};

function armOnRequest(endpoints: readonly Endpoint[], maxTimes: number): Driver {
  return (world, random, { kind }) => {
    const endpoint = random.pick(endpoints);
    world.faults.arm(kind, { endpoint, times: random.int(1, maxTimes), random });
    if (!world.reader.isConnected) return;
    if (endpoint === 'history') return void world.reader.reconcile();
    world.reader.send();
    if (endpoint === 'stream') soon(world, random, () => dropRuns(world, random));
  };
}

/** What a resume meets. */
const armOnResume: Driver = (world, random, { kind }) => {
  world.faults.arm(kind, { random });
  if (world.reader.isConnected) world.reader.send();
  soon(world, random, () => dropRuns(world, random));
};

/** A run of somebody else, and sooner or later the reader looks. */
const startElsewhere: Driver = (world, random, { kind }) => {
  const { server, reader, record, faults, page } = world;
  const before = record.runs.length;
  server.create(reader.current);
  if (record.runs.length > before) faults.count(kind);
  const how = random.pick(['reload', 'reconnect', 'wake', 'send', 'nothing'] as const);
  soon(world, random, () => {
    if (!reader.isConnected) return;
    if (how === 'reload') reader.reload();
    else if (how === 'reconnect') reader.reconnect();
    else if (how === 'wake') page.wake('visible');
    else if (how === 'send') reader.send();
  });
};

/** The page is reloaded in the middle of an answer. */
const reload: Driver = (world, random, { kind }) => {
  const { reader, faults } = world;
  if (!reader.isConnected) return;
  reader.send();
  soon(world, random, () => {
    if (!reader.isConnected) return;
    faults.count(kind);
    reader.reload();
  });
};

const stop: Driver = (world, random, { kind }) => {
  const { reader, faults } = world;
  if (!reader.isConnected) return;
  reader.send();
  soon(world, random, () => {
    const { status } = reader.conversation.store.getState();
    if (!reader.isConnected || status === 'ready') return;
    faults.count(kind);
    reader.stop();
  });
};

/** Two at once: the second finds the agent busy. */
const collide: Driver = (world, random) => {
  world.server.create(world.reader.current);
  soon(world, random, () => world.reader.isConnected && world.reader.send());
};

const posts: readonly Endpoint[] = ['send', 'send', 'stream', 'history'];

const drivers: Partial<Record<FaultKind, Driver>> = {
  http: armOnRequest(posts, 2),
  html: armOnRequest(posts, 2),
  refuse: armOnRequest(posts, 3),
  'hang-before-headers': armOnRequest(posts, 1),
  'lost-answer': armOnRequest(posts, 2),
  'slow-history': armOnRequest(['history'], 3),
  'fail-history': armOnRequest(['history'], 5),
  'trim-log': armOnResume,
  'expired-run': armOnResume,
  'absent-run': armOnResume,
  'started-elsewhere': startElsewhere,
  busy: collide,
  'no-redis': armOnRun,
  stop,
  reload,
  offline: befall,
  sleep: befall,
  'server-restart': befall,
  remount: befall,
  switch: befall,
};

function dropRuns({ network }: World, random: Random): void {
  for (const line of network.lines) {
    if (!line.isFollowed) continue;
    if (random.chance(0.5)) line.end();
    else line.reset({ isLate: random.chance(0.5) });
  }
}

/** A moment later, while it still goes wrong. */
function soon({ clock, server, reader }: World, random: Random, run: () => void): void {
  clock.arriveAt(clock.now() + random.int(0, 5_000), () => {
    const isOver = server instanceof LettaServer && server.isQuiet;
    if (!isOver && reader.isHere) run();
  });
}
