import type { FaultKind } from './faultKinds.ts';
import { createRandom, type Random } from './random.ts';
import type { Endpoint } from './record.ts';
import type { ScheduledFault } from './scenario.ts';
import type { World } from './world.ts';

/** Makes the fault due and gives it a reason to bite. */
export function carryOut(world: World, fault: ScheduledFault): void {
  const random = createRandom(fault.seed);
  const act = drivers[fault.kind] ?? armOnFrame;
  act(world, random, fault.kind);
}

type Driver = (world: World, random: Random, kind: FaultKind) => void;

const following: readonly Endpoint[] = ['credential', 'stream'];
const any: readonly Endpoint[] = ['credential', 'stream', 'history', 'send'];

/** Hits the next requests to one endpoint, and makes the reader send one. */
function armOnRequest(endpoints: readonly Endpoint[], maxTimes: number): Driver {
  return (world, random, kind) => {
    const endpoint = random.pick(endpoints);
    world.faults.arm(kind, { endpoint, times: random.int(1, maxTimes), random });
    provoke(world, endpoint, random);
  };
}

/** Hits one of the next frames; mostly there is one soon. */
const armOnFrame: Driver = (world, random, kind) => {
  world.faults.arm(kind, { random });
  nudge(world, random, 0.85);
};

const drivers: Partial<Record<FaultKind, Driver>> = {
  http: armOnRequest(any, 3),
  html: armOnRequest(any, 2),
  'no-content': armOnRequest(['stream'], 1),
  refuse: armOnRequest(any, 4),
  'hang-before-headers': armOnRequest(any, 1),
  'lost-answer': armOnRequest(any, 2),
  flap: (world, random, kind) => {
    world.faults.arm(kind, { times: random.int(2, 12), random });
    dropFeeds(world, random);
  },
  'auth-expire': armOnRequest(following, 2),
  'slow-history': armOnRequest(['history'], 2),
  'fail-history': armOnRequest(['history'], 5),
  'page-drift': drift,
  'ticket-expired': (world, random, kind) => {
    world.faults.arm(kind, { times: random.int(1, 2), random });
    dropFeeds(world, random);
  },
  'unknown-cursor': dropWithCursor,
  'expired-cursor': dropWithCursor,
  'edit-redelivery': (world, _random, kind) => {
    if (world.server.redeliver(world.reader.current)) world.faults.count(kind);
  },
  stall: fallSilent,
  offline: goOffline,
  sleep: fallAsleep,
  'server-restart': restart,
  remount,
  switch: switchAway,
};

function provoke(world: World, endpoint: Endpoint, random: Random): void {
  const { reader } = world;
  const reading = random.pick(['feed', 'feed', 'older', 'check'] as const);
  if (endpoint === 'send') reader.send();
  else if (endpoint !== 'history' || reading === 'feed') dropFeeds(world, random);
  else if (reading === 'older') void reader.loadOlder();
  else void reader.reconcile();
}

function dropFeeds({ network }: World, random: Random): void {
  const isClean = random.chance(0.5);
  for (const line of network.lines) {
    if (!line.isFollowed) continue;
    if (isClean) line.end();
    else line.reset({ isLate: random.chance(0.5) });
  }
}

function nudge({ clock, server, reader }: World, random: Random, chance: number): void {
  if (!random.chance(chance)) return;
  clock.after(random.int(0, 3_000), () => void server.create(reader.current));
}

/** The feed drops, and more comes than the server will replay. */
function dropWithCursor(world: World, random: Random, kind: FaultKind): void {
  world.faults.arm(kind, { random });
  dropFeeds(world, random);
  for (let left = random.int(0, 4); left > 0; left -= 1) nudge(world, random, 1);
}

/** A dead feed beside a living network: the reader goes on writing and is answered, and sees none of it. */
function fallSilent(world: World, random: Random, kind: FaultKind): void {
  const { network, faults, clock, reader, server, scenario } = world;
  const [line] = network.lines;
  if (!line?.isFollowed || random.chance(0.4)) return armOnFrame(world, random, kind);
  line.silence();
  faults.count(kind);
  nudge(world, random, 0.7);
  if (random.chance(0.4)) return;
  forgetCursor(world, random);
  const at = clock.now() + random.int(1_000, 35_000);
  for (let left = random.int(0, 3 * scenario.pageSize); left > 0; left -= 1) {
    clock.at(at - random.int(0, 900), () => void server.create(reader.current));
  }
  for (let sends = random.int(1, 3); sends > 0; sends -= 1) {
    clock.arriveAt(at + random.int(0, 400), () => reader.isConnected && reader.send());
  }
}

/** What is missed is not replayed: history alone can tell. */
function forgetCursor({ faults }: World, random: Random): void {
  if (random.chance(0.6)) faults.arm('unknown-cursor', { random });
}

/** So much is missed that several pages must be read, and while they are, the ground moves. */
function drift(world: World, random: Random, kind: FaultKind): void {
  const { faults, scenario, server, reader, network, clock } = world;
  faults.arm(kind, { times: random.int(1, 3), random });
  if (random.chance(0.3)) return void reader.loadOlder();
  forgetCursor(world, random);
  dropFeeds(world, random);
  network.outages += 1;
  clock.after(random.int(200, 8_000), () => {
    network.outages -= 1;
  });
  for (let left = random.int(0, 6 * scenario.pageSize); left > 0; left -= 1) {
    clock.after(random.int(0, 200), () => void server.create(reader.current));
  }
}

function goOffline(world: World, random: Random, kind: FaultKind): void {
  const { network, page, clock, faults } = world;
  const isKnown = random.chance(0.7);
  const fate = random.pick(['silent', 'cut', 'kept'] as const);
  for (const line of network.lines) {
    if (!line.isFollowed) continue;
    faults.count(kind);
    if (fate === 'silent') line.silence();
    if (fate === 'cut') line.reset();
  }
  network.outages += 1;
  if (isKnown) {
    page.isOnline = false;
    page.wake('offline');
  }
  clock.after(random.pick([random.int(500, 5_000), random.int(5_000, 90_000)]), () => {
    network.outages -= 1;
    clock.arriveAt(clock.now(), () => {
      page.isOnline = true;
      if (isKnown) page.wake('online');
    });
  });
}

function fallAsleep(world: World, random: Random, kind: FaultKind): void {
  const { clock, network, record, page, faults } = world;
  if (clock.isAsleep()) return;
  const duration = random.pick([random.int(2_000, 30_000), random.int(30_000, 600_000)]);
  const from = clock.now();
  const to = from + duration;
  const isShifted = random.chance(0.3);
  record.sleeps.push({ from, to });
  const fate = random.pick(duration < 40_000 ? ['kept', 'silent', 'cut'] : ['silent', 'cut']);
  for (const line of network.lines) {
    if (!line.isFollowed) continue;
    faults.count(kind);
    if (fate === 'silent') line.silence();
    if (fate === 'cut') line.reset();
  }
  clock.sleep(duration, isShifted ? 'shifted' : 'late');
  if (!isShifted && random.chance(0.3)) return;
  clock.arriveAt(to, () => {
    page.wake('resume');
    page.wake('visible');
  });
}

function restart(world: World, random: Random, kind: FaultKind): void {
  const { server, network, clock, faults } = world;
  const isClean = random.chance(0.5);
  const cut = server.restart((line) => (isClean ? line.end() : line.reset()));
  if (cut > 0) faults.count(kind);
  network.outages += 1;
  clock.after(random.int(300, 12_000), () => {
    network.outages -= 1;
  });
}

function remount(world: World, random: Random, kind: FaultKind): void {
  const { reader, clock, faults } = world;
  if (!reader.isConnected) return;
  faults.count(kind);
  if (random.chance(0.25)) return reader.reload();
  reader.release();
  const pause = random.pick([0, 0, random.int(1, 100), random.int(100, 8_000)]);
  if (pause === 0) reader.connectStrictly();
  else clock.arriveAt(clock.now() + pause, () => reader.isConnected || reader.connect());
}

function switchAway(world: World, random: Random, kind: FaultKind): void {
  const { reader, clock, faults } = world;
  const [home, other] = world.conversationIds;
  if (!reader.isConnected || reader.current !== home) return;
  faults.count(kind);
  reader.switchTo(other);
  const pause = random.pick([0, random.int(1, 300), random.int(300, 20_000)]);
  clock.arriveAt(clock.now() + pause, () => {
    if (reader.current === other) reader.switchTo(home);
  });
}
