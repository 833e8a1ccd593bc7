import type { World } from './world.ts';

const second = 1_000;
/** Longer than any back-off, `Retry-After`, request timeout and slow probe together. */
const quietPeriod = 180 * second;

/** The faults end. First everything must heal by itself, then an explicit check must find it exact. */
export async function settle(world: World): Promise<void> {
  const { clock, reader, scenario } = world;
  await heal(world);
  const oracle = world.oracles.get(reader.current);
  await clock.runFor(quietPeriod);
  oracle?.judgeRecovery(clock.now(), reader.look());
  await askAgain(world);
  await fillGaps(world);
  await checkExplicitly(world);
  if (scenario.readsAll) await loadAll(world);
  await clock.runFor(60 * second);
  oracle?.judgeEnd(clock.now(), reader.look(), scenario.readsAll && !isSmall(world));
}

async function heal(world: World): Promise<void> {
  const { clock, faults, network, server, page, reader } = world;
  // Whoever sleeps or is away comes back first, and does what was planned meanwhile.
  for (let left = 2_000; left > 0 && (clock.isAsleep() || network.outages > 0); left -= 1) {
    await clock.runFor(second);
  }
  faults.disarm();
  server.quieten();
  await clock.runFor(25 * second);
  page.isOnline = true;
  page.wake('online');
  const [home] = world.conversationIds;
  if (reader.current !== home) reader.switchTo(home);
  if (!reader.isConnected) reader.connect();
  if (reader.hasHungUp) reader.reconnect();
}

/** What a person does about a closed conversation and about sends that failed. */
async function askAgain({ reader, clock }: World): Promise<void> {
  const { connection } = reader.look();
  if (connection === 'closed' || connection === 'unauthorized') {
    reader.reconnect();
    await clock.runFor(60 * second);
  }
  for (let left = 6; left > 0 && reader.answer(true).length > 0; left -= 1)
    await clock.runFor(60 * second);
  // What was refused while an answer was waited for may be told so once more.
  for (let left = 2; left > 0 && reader.retry() > 0; left -= 1) await clock.runFor(60 * second);
}

/** A check may find more missing than it reads, and says so: then the gap is filled and it is asked again. */
async function checkExplicitly(world: World): Promise<void> {
  for (let left = 3; left > 0; left -= 1) {
    await run(world, world.reader.reconcile(), 60 * second);
    if (world.reader.look().continuity !== 'gap') return;
    await fillGaps(world);
  }
}

async function fillGaps(world: World): Promise<void> {
  for (let left = 40; left > 0 && world.reader.look().continuity === 'gap'; left -= 1) {
    await run(world, world.reader.loadOlder(), 30 * second);
  }
}

async function loadAll(world: World): Promise<void> {
  if (isSmall(world)) return;
  for (let left = 60; left > 0 && world.reader.look().hasOlder; left -= 1) {
    await run(world, world.reader.loadOlder(), 30 * second);
  }
}

/** Few messages are kept: the oldest leave again as soon as they come. */
function isSmall({ scenario }: World): boolean {
  return scenario.maxMessages < 1_000;
}

/** Lets time pass until `work` is done, at most `limit` ms. */
async function run({ clock }: World, work: Promise<void>, limit: number): Promise<void> {
  let isDone = false;
  const watch = async (): Promise<void> => {
    await work;
    isDone = true;
  };
  void watch();
  await clock.runFor(0);
  for (let left = limit; left > 0 && !isDone; left -= second) await clock.runFor(second);
}

/** The page goes away. Nothing may be left of it, and nothing may follow. */
export async function tearDown(world: World): Promise<void> {
  const { clock, reader, session, record } = world;
  if (clock.isAsleep()) await clock.runFor(600 * second);
  const home = reader.current;
  reader.leave();
  await clock.runFor(1);
  const released = { ...countLeft(world), requests: 0 };
  const requests = record.requests.length;
  session.dispose();
  await clock.runFor(120 * second);
  for (const [id, oracle] of world.oracles) {
    const isHere = id === home;
    const left = { ...countLeft(world), requests: record.requests.length - requests };
    const now = clock.now();
    const view = reader.look();
    if (isHere) oracle.judgeRelease(now, view, released);
    if (isHere) oracle.judgeRelease(now, view, left);
    oracle.judgeRequests(now);
  }
}

function countLeft({ network, clock, page }: World): {
  sockets: number;
  timers: number;
  listeners: number;
} {
  return {
    sockets: network.openSockets,
    timers: clock.countClientTimers(),
    listeners: page.listeners,
  };
}
