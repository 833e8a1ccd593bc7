import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startPlayground,
  type LoggedRequest,
  type RunningPlayground,
} from '../helpers/startPlayground.ts';
import { collectErrors, openBrowser } from '../helpers/openBrowser.ts';
import type { Harness } from './harness/main.tsx';

declare global {
  interface Window {
    harness: Harness;
    pending: Set<string>;
    listening: { readonly target: object; readonly type: string }[];
    unmount: () => void;
  }
}

const openPage = openBrowser();
let playground: RunningPlayground;
let page: Page;

beforeAll(async () => {
  playground = await startPlayground({ root: fileURLToPath(new URL('harness', import.meta.url)) });
});
afterAll(() => playground.close());
beforeEach(async () => {
  page = await openPage();
  await page.clock.install();
  await page.goto(playground.origin);
  await page.waitForFunction(() => 'harness' in window);
});

const countStreams = async (): Promise<number> =>
  (await playground.get<object[]>('streams')).length;
/** TCP connections of the server, but for the one this question comes by. */
const countSockets = async (): Promise<number> =>
  (await playground.get<{ readonly sockets: number }>('state')).sockets - 1;
/** What is listened to on the page, the window and all else that outlives a component. */
const readListeners = (): Promise<string[]> =>
  page.evaluate(() =>
    window.listening.map(({ target, type }) => `${target.constructor.name} ${type}`).toSorted(),
  );
const readLog = (route: string): Promise<readonly LoggedRequest[]> =>
  playground
    .get<readonly LoggedRequest[]>('log')
    .then((log) => log.filter((request) => request.route === route));

describe('teardown over HTTP/1.1', () => {
  it('1,000 StrictMode mounts and unmounts leave no socket, timer, listener or request', async () => {
    const errors = collectErrors(page);
    // What React itself listens to, once and for all.
    await page.evaluate(() => window.harness.cycle(1));
    const listeners = await readListeners();
    await page.evaluate(() => window.harness.cycle(1_000));
    expect(await readListeners()).toEqual(listeners);
    expect(listeners).not.toContain('HTMLDocument visibilitychange');
    await expect.poll(countStreams).toBe(0);
    // Idle connections of the app's server, kept for its next request, end by themselves within seconds.
    await expect.poll(countSockets, { timeout: 15_000 }).toBe(0);
    await page.waitForFunction(() => window.pending.size === 0);
    expect(errors).toEqual([]);

    // A loop that went on would have to show itself in ten minutes.
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.clock.runFor(600_000);
    expect(requests).toEqual([]);
    expect(await countStreams()).toBe(0);
    expect((await readLog('stream')).length).toBeGreaterThan(30);
  }, 120_000);

  it('20 components on one conversation share one ticket and one stream', async () => {
    const [tickets, streams] = [await readLog('ticket'), await readLog('stream')];
    await page.evaluate(() => {
      window.unmount = window.harness.mount(20);
    });
    await page.locator('[data-continuity="live"]').nth(19).waitFor();
    expect(await readListeners()).toContain('HTMLDocument visibilitychange');
    expect((await readLog('ticket')).length - tickets.length).toBe(1);
    expect((await readLog('stream')).length - streams.length).toBe(1);
    expect(await countStreams()).toBe(1);
    await page.evaluate(() => window.unmount());
    await expect.poll(countStreams).toBe(0);
    await page.waitForFunction(() => window.pending.size === 0);
  });
});
