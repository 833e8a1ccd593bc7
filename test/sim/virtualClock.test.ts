import { expect, test } from 'vitest';
import { VirtualClock } from './virtualClock.ts';

test('timers run in the order of their times, equal ones as they were set', async () => {
  const clock = new VirtualClock(0);
  const ran: string[] = [];
  clock.client.setTimeout(() => ran.push('late'), 20);
  clock.at(10, () => ran.push('first'));
  clock.client.setTimeout(() => ran.push('second'), 10);
  await clock.runFor(20);
  expect(ran).toEqual(['first', 'second', 'late']);
});

test('promise work is done before time goes on', async () => {
  const clock = new VirtualClock(0);
  const seen: number[] = [];
  clock.at(5, () => {
    void (async () => {
      for (let hop = 0; hop < 50; hop += 1) await Promise.resolve();
      seen.push(clock.now());
    })();
  });
  clock.at(6, () => seen.push(clock.now()));
  await clock.runFor(10);
  expect(seen).toEqual([5, 6]);
});

test('cleared timers neither run nor count', async () => {
  const clock = new VirtualClock(0);
  const handle = clock.client.setTimeout(() => expect.unreachable(), 5);
  const ticks: number[] = [];
  const interval = clock.client.setInterval(() => ticks.push(clock.now()), 10);
  expect(clock.countClientTimers()).toBe(2);
  clock.client.clearTimeout(handle);
  await clock.runFor(25);
  clock.client.clearInterval(interval);
  expect(clock.countClientTimers()).toBe(0);
  await clock.runFor(100);
  expect(ticks).toEqual([10, 20]);
});

test('a sleeping machine runs nothing, and its timers fire late', async () => {
  const clock = new VirtualClock(0);
  const ran: [string, number][] = [];
  clock.client.setTimeout(() => ran.push(['timer', clock.now()]), 10);
  clock.arriveAt(20, () => ran.push(['bytes', clock.now()]));
  clock.at(30, () => ran.push(['server', clock.now()]));
  clock.sleep(100, 'late');
  await clock.runFor(200);
  expect(ran).toEqual([
    ['server', 30],
    ['timer', 100],
    ['bytes', 100],
  ]);
});

test('or they lose the time it slept', async () => {
  const clock = new VirtualClock(0);
  const ran: number[] = [];
  clock.client.setTimeout(() => ran.push(clock.now()), 10);
  clock.sleep(100, 'shifted');
  await clock.runFor(200);
  expect(ran).toEqual([110]);
});
