import { describe, expect, test } from 'vitest';
import { silent } from './narrate.ts';
import { createRandom, type Random } from './random.ts';
import { createScenario } from './schedule.ts';
import type { Shape } from './shape.ts';
import { shapes } from './shapes.ts';
import { loadSubject, type Subject } from './subject.ts';
import { createWorld, type World } from './world.ts';

const second = 1_000;
const worlds = 25;
const sendsPerWorld = 40;

/** What goes wrong with the request of a send: before the server took it, after it did, or without a word. */
const requestFaults = ['http', 'html', 'refuse', 'hang-before-headers', 'lost-answer'] as const;

interface Tally {
  /** Sends made while a fault waited for one. */
  sends: number;
  /** Faults that hit a request. */
  bites: number;
  readonly doubled: string[];
}

/** A thousand sends with a fault for each; now and then the person sends again, or leaves and comes back. */
async function sendThroughFaults(subject: Subject, shape: Shape): Promise<Tally> {
  const tally: Tally = { sends: 0, bites: 0, doubled: [] };
  for (let seed = 1; seed <= worlds; seed += 1) {
    const scenario = { ...(shape.createScenario ?? createScenario)(seed), historyLength: 5 };
    const world = createWorld({ scenario, shape, subject, trace: silent });
    const random = createRandom(seed).fork('sends');
    world.reader.connect();
    await world.clock.runFor(5 * second);
    for (let left = sendsPerWorld; left > 0; left -= 1) await sendOnce(world, random);
    await world.clock.runFor(300 * second);
    count(world, tally);
    world.reader.leave();
    world.session.dispose();
  }
  return tally;
}

async function sendOnce({ faults, reader, clock }: World, random: Random): Promise<void> {
  const kind = random.pick(requestFaults);
  faults.arm(kind, { endpoint: 'send', times: random.int(1, 4), random });
  reader.send();
  await clock.runFor(random.pick([random.int(0, second), random.int(second, 90 * second)]));
  if (random.chance(0.2)) reader.retry();
  if (!random.chance(0.1)) return;
  reader.release();
  await clock.runFor(random.int(0, second));
  reader.connect();
}

function count({ record, faults, reader }: World, tally: Tally): void {
  tally.sends += record.sends.length;
  for (const kind of requestFaults) tally.bites += faults.bites.get(kind) ?? 0;
  const { isSendIdempotent } = reader.conversation.transport.capabilities;
  for (const { text, storedIds, retries = 0 } of record.sends) {
    // Where no key tells the server, what the person sends again is another message.
    const wanted = isSendIdempotent ? 1 : 1 + retries;
    if (storedIds.length > wanted) tally.doubled.push(`${text}: ${storedIds.join()}`);
  }
  for (const { rule, detail } of record.complaints) tally.doubled.push(`${rule}: ${detail}`);
}

describe('1,000 sends that something happens to: at most one record each on the server (DESIGN G15)', () => {
  test.each(shapes.map((shape) => [shape.name, shape] as const))(
    '%s',
    { timeout: 120_000 },
    async (name, shape) => {
      const tally = await sendThroughFaults(await loadSubject(), shape);
      console.log(`${name}: ${tally.sends} sends, ${tally.bites} faults`);
      expect(tally.doubled).toEqual([]);
      expect(tally.sends).toBe(worlds * sendsPerWorld);
      expect(tally.bites).toBeGreaterThanOrEqual(tally.sends);
    },
  );
});
