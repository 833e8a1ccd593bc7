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

/** A run stops and asks; after a while the person answers, one way or the other. */
const ask: Driver = (world, random, { kind }) => {
  world.faults.arm('approval', { random });
  if (world.reader.isConnected) world.reader.send();
  later(world, random, 3, (calls, isApproved) => {
    const { faults, reader, clock } = world;
    if (kind !== 'approval') faults.count(kind);
    if (kind === 'answer-lost') faults.arm('lost-answer', { endpoint: 'send', random });
    if (kind === 'answer-reload') reader.reload();
    reader.respond(calls, isApproved);
    if (kind !== 'answer-twice' && kind !== 'answer-lost') return;
    const { current } = reader;
    clock.arriveAt(clock.now() + random.pick([0, 300, 5_000]), () => {
      const isThere = reader.isConnected && reader.current === current;
      if (isThere) reader.respond(calls, isApproved);
    });
  });
};

type Answer = (calls: readonly string[], isApproved: boolean) => void;

/** Looks a few times whether anything on the screen waits for an answer. */
function later(world: World, random: Random, looks: number, answer: Answer): void {
  const { clock, reader, server } = world;
  clock.arriveAt(clock.now() + random.int(1_000, 9_000), () => {
    const isOver = server instanceof LettaServer && server.isQuiet;
    if (isOver || !reader.isHere || looks === 0) return;
    const calls = reader.isConnected ? reader.findWaiting() : [];
    if (calls.length > 0) answer(calls, random.chance(0.7));
    else later(world, random, looks - 1, answer);
  });
}

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
  approval: ask,
  'answer-twice': ask,
  'answer-lost': ask,
  'answer-reload': ask,
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
