import { expect, test } from 'vitest';
import { bimpeShape } from './bimpe/shape.ts';
import { silent } from './narrate.ts';
import { createScenario } from './schedule.ts';
import { loadSubject } from './subject.ts';
import { createWorld } from './world.ts';

test('a disposed client asks for nothing, whatever is still called', async () => {
  const subject = await loadSubject();
  const scenario = createScenario(1);
  const world = createWorld({ scenario, shape: bimpeShape, subject, trace: silent });
  const { clock, page, reader, record, session } = world;
  reader.connect();
  await clock.runFor(5_000);
  const asked = record.requests.length;
  session.dispose();
  reader.send();
  reader.connect();
  reader.reconnect();
  void reader.loadOlder();
  void reader.reconcile();
  await clock.runFor(120_000);
  expect(record.requests.length).toBe(asked);
  expect(record.sends.map(({ answer }) => answer?.kind)).toEqual(['rejected']);
  expect(clock.countClientTimers()).toBe(0);
  expect(page.listeners).toBe(0);
});
