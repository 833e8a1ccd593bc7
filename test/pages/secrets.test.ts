import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  startBuiltPlayground,
  type LoggedRequest,
  type RunningPlayground,
} from '../helpers/startPlayground.ts';
import { openBrowser } from '../helpers/openBrowser.ts';

const canary = 'sk_canary_5b1f8e0d77c94a2e';
const openPage = openBrowser();
let outDir: string;
let playground: RunningPlayground;

beforeAll(async () => {
  vi.stubEnv('BIMPE_API_KEY', canary);
  outDir = await mkdtemp(join(tmpdir(), 'playground-'));
  playground = await startBuiltPlayground(outDir);
});
afterAll(async () => {
  await playground.close();
  await rm(outDir, { recursive: true });
  vi.unstubAllEnvs();
});

/** Everything a page holds or said where a secret could end up. */
async function readPage(page: Page, said: readonly string[]): Promise<string> {
  const held = await page.evaluate(() =>
    JSON.stringify({
      html: document.documentElement.outerHTML,
      local: Object.entries(localStorage),
      session: Object.entries(sessionStorage),
      history: history.state as unknown,
      address: location.href,
      cookie: document.cookie,
      resources: performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname),
    }),
  );
  return `${held}\n${said.join('\n')}`;
}

describe('the built playground', () => {
  it('uses the key, and shows neither it nor a ticket anywhere a visitor can look', async () => {
    const page = await openPage();
    const said: string[] = [];
    const tickets: string[] = [];
    const bodies: Promise<string>[] = [];
    page.on('console', (entry) => said.push(entry.text()));
    page.on('pageerror', (error) => said.push(`${error.message} ${error.stack}`));
    page.on('request', (request) => {
      const ticket = new URL(request.url()).searchParams.get('ticket');
      if (ticket) tickets.push(ticket);
      said.push(...Object.values(request.headers()), request.postData() ?? '');
    });
    page.on('response', (response) => {
      if (new URL(response.url()).pathname.endsWith('/stream')) return;
      if (!response.url().endsWith('/ticket')) bodies.push(response.text().catch(() => ''));
    });
    await page.goto(playground.origin);
    await page.locator('[data-digests="equal"]').waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('A message to be sent');
    await page.keyboard.press('Enter');
    await page.locator('[data-status="complete"]', { hasText: 'A message to be sent' }).waitFor();
    for (const fault of [
      { kind: 'http', status: 401, match: { route: 'stream' } },
      { kind: 'http', status: 500, match: { route: 'history' } },
      { kind: 'redirect', match: { route: 'ticket' } },
    ]) {
      await playground.post('faults', fault);
    }
    await page.getByRole('button', { name: 'Drop' }).click();
    const countFaults = async (): Promise<number> =>
      (await playground.get<unknown[]>('faults')).length;
    await expect.poll(countFaults, { timeout: 20_000 }).toBe(0);
    await page.locator('[data-fact="continuity"]', { hasText: 'live' }).waitFor();

    const log = await playground.get<readonly LoggedRequest[]>('log');
    const keysUsed = log.map(({ headers }) => headers['authorization']?.slice(-4));
    expect(keysUsed).toContain(canary.slice(-4));
    expect(tickets.length).toBeGreaterThan(0);
    const everything = `${await readPage(page, said)}\n${(await Promise.all(bodies)).join('\n')}`;
    expect(everything).toContain('A message to be sent');
    for (const secret of [canary, ...tickets]) expect(everything.includes(secret)).toBe(false);
  });

  it('has no key in its files', async () => {
    const files = await readdir(outDir, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
    );
    expect(texts.join('').length).toBeGreaterThan(100_000);
    expect(texts.some((text) => text.includes(canary))).toBe(false);
    expect(texts.some((text) => /sk_[a-z]+_[0-9a-f]{8}/.test(text))).toBe(false);
  });
});
