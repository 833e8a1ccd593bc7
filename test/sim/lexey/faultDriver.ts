import { carryOut } from '../faultDriver.ts';
import type { FaultKind } from '../faultKinds.ts';
import { createRandom, type Random } from '../random.ts';
import type { Endpoint } from '../record.ts';
import type { ScheduledFault } from '../scenario.ts';
import type { World } from '../world.ts';
import { LexeyServer } from './virtualServer.ts';

/** What befalls machine and page is the same for every wire. */
const general: ReadonlySet<FaultKind> = new Set([
  'offline',
  'sleep',
  'server-restart',
  'remount',
  'switch',
]);
const onRequests: ReadonlySet<FaultKind> = new Set([
  'http',
  'html',
  'refuse',
  'hang-before-headers',
  'lost-answer',
]);

/** Makes the fault due, and mostly gives it a reply to bite into. */
export function carryOutTurnFault(world: World, fault: ScheduledFault): void {
  const random = createRandom(fault.seed);
  const { kind } = fault;
  if (general.has(kind)) {
    // A reply is under way when it happens.
    if (random.chance(0.7) && world.reader.isConnected) world.reader.send();
    const { clock, server } = world;
    clock.arriveAt(clock.now() + random.int(0, 4_000), () => {
      const isOver = server instanceof LexeyServer && server.isQuiet;
      if (!isOver && world.reader.isHere) carryOut(world, fault);
    });
  } else if (kind === 'stop') stopSoon(world, random);
  else if (kind === 'slow-history' || kind === 'fail-history') {
    world.faults.arm(kind, { endpoint: 'history', times: random.int(1, 5), random });
    provoke(world, random.pick(['history', 'send']));
  } else if (onRequests.has(kind)) {
    const endpoint: Endpoint = random.pick(['send', 'send', 'history']);
    world.faults.arm(kind, { endpoint, times: random.int(1, 2), random });
    provoke(world, endpoint);
  } else {
    if (kind === 'escalation' && world.server instanceof LexeyServer)
      world.server.escalate(world.reader.current);
    world.faults.arm(kind, { random });
    provoke(world, 'send');
  }
}

function provoke({ reader }: World, endpoint: Endpoint): void {
  if (!reader.isConnected) return;
  if (endpoint === 'history') void reader.reconcile();
  else reader.send();
}

function stopSoon({ reader, clock, faults }: World, random: Random): void {
  if (!reader.isConnected) return;
  reader.send();
  clock.arriveAt(clock.now() + random.int(0, 5_000), () => {
    const { status } = reader.conversation.store.getState();
    if (!reader.isConnected || status === 'ready') return;
    faults.count('stop');
    reader.stop();
  });
}
