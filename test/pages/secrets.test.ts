import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBrowser } from '../helpers/openBrowser.ts';
import {
  startBuiltPlayground,
  type LoggedRequest,
  type RunningPlayground,
} from '../helpers/startPlayground.ts';

/** The keys, as an app's server has them. */
const canaries = {
  BIMPE_API_KEY: 'sk_canary_5b1f8e0d77c94a2e',
  EXPYS_API_KEY: 'expys_canary_a90c3d51e7f24b86',
  LEXEY_API_KEY: 'lxc_canary_7e20b94fd1c8a365',
  LETTA_API_KEY: 'sk-let-canary-1d94c6f80be752a3',
};
const keys = Object.values(canaries);
const openPage = openBrowser();
let outDir: string;
let playground: RunningPlayground;

beforeAll(async () => {
  for (const [name, value] of Object.entries(canaries)) vi.stubEnv(name, value);
  outDir = await mkdtemp(join(tmpdir(), 'playground-'));
  playground = await startBuiltPlayground(outDir);
});
afterAll(async () => {
  await playground.close();
  await rm(outDir, { recursive: true });
  vi.unstubAllEnvs();
});

/** Everything a page holds where a secret could end up. */
function readPage(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const readDatabase = async ({ name = '' }: IDBDatabaseInfo): Promise<unknown> => {
      const settle = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.addEventListener('success', () => resolve(request.result));
          request.addEventListener('error', () => reject(new Error(String(request.error))));
        });
      const database = await settle(indexedDB.open(name));
      const stores = [...database.objectStoreNames].map((store) =>
        settle(database.transaction(store).objectStore(store).getAll()),
      );
      return [name, await Promise.all(stores)];
    };
    return JSON.stringify({
      html: document.documentElement.outerHTML,
      local: Object.entries(localStorage),
      session: Object.entries(sessionStorage),
      databases: await Promise.all((await indexedDB.databases()).map(readDatabase)),
      history: history.state as unknown,
      address: location.href,
      cookie: document.cookie,
      resources: performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname),
      referrer: document.referrer,
    });
  });
}

interface Watched {
  /** What the page said: console, errors, headers and bodies of its requests, but for what it may send. */
  readonly said: string[];
  /** What it was given for a stream or a while: tickets and member tokens. */
  readonly passes: Set<string>;
  /** Answers, but for those that hold a pass; and headers of requests as they went out, Referer among them. */
  readonly bodies: Promise<string>[];
}

function watch(page: Page): Watched {
  const watched: Watched = { said: [], passes: new Set(), bodies: [] };
  const { said, passes, bodies } = watched;
  page.on('console', (entry) => said.push(entry.text()));
  page.on('pageerror', (error) => said.push(`${error.message} ${error.stack}`));
  page.on('request', (request) => {
    const { authorization } = request.headers();
    const url = new URL(request.url());
    const pass = url.searchParams.get('ticket') ?? authorization?.replace(/^bearer /i, '');
    if (pass) passes.add(pass);
    said.push(request.postData() ?? '');
    // The address and the credential are where a pass belongs.
    const isOther = ([name]: readonly string[]): boolean =>
      name !== 'authorization' && name !== ':path';
    const sent = request
      .allHeaders()
      .then((headers) => JSON.stringify(Object.entries(headers).filter(isOther)));
    bodies.push(sent.catch(() => ''));
  });
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    // The control plane tells which faults wait, and these quote keys.
    if (!/\/__ref\/|\/(stream|ticket|token)$/.test(pathname)) {
      bodies.push(response.text().catch(() => ''));
    }
  });
  return watched;
}

const http = (status: number, route: string): object => ({
  kind: 'http',
  status,
  match: { route },
});
/** An error that quotes what it should not. */
const quote = (status: number, route: string, key: string): object => ({
  ...http(status, route),
  body: { error: `Bad key: ${key}`, message: key, accessToken: key },
});
const redirect = (route: string): object => ({ kind: 'redirect', match: { route } });

const cases = [
  {
    backend: 'bimpe',
    hasPass: true,
    faults: [
      http(401, 'stream'),
      quote(500, 'history', canaries.BIMPE_API_KEY),
      redirect('ticket'),
    ],
  },
  {
    backend: 'expys',
    hasPass: true,
    faults: [
      http(401, 'stream'),
      http(500, 'history'),
      quote(500, 'exchange', canaries.EXPYS_API_KEY),
    ],
  },
  {
    backend: 'lexey',
    hasPass: false,
    faults: [
      quote(401, 'send', canaries.LEXEY_API_KEY),
      quote(500, 'history', canaries.LEXEY_API_KEY),
    ],
  },
  {
    backend: 'letta',
    hasPass: false,
    faults: [
      quote(401, 'send', canaries.LETTA_API_KEY),
      quote(500, 'history', canaries.LETTA_API_KEY),
    ],
  },
];

describe('the built playground', () => {
  it.each(cases)(
    '$backend: the key is used, and shows nowhere a visitor can look',
    async ({ backend, hasPass, faults }) => {
      const page = await openPage();
      const { said, passes, bodies } = watch(page);
      const control = playground.control(backend);
      await page.goto(`${playground.origin}/?backend=${backend}`);
      await page.locator('[data-digests="equal"]').waitFor();
      const rows = page.locator('[data-part="message"]');
      const press = (name: RegExp): Promise<void> =>
        page.locator('.pg-action', { hasText: name }).click();
      const send = async (text: string): Promise<void> => {
        await page.getByRole('textbox', { name: 'Message' }).fill(text);
        await page.keyboard.press('Enter');
      };
      await page.getByRole('combobox', { name: 'Conversation' }).selectOption({ index: 1 });
      await page.getByText('No messages yet').waitFor();
      await send('A message to be sent');
      await rows.filter({ hasText: 'to be sent' }).first().waitFor();
      await page.locator('[data-fact="turn"]', { hasText: 'ready' }).waitFor();
      await control.post('faults', faults);
      await press(/^Drop/);
      await send('A message that fails');
      await rows.filter({ hasText: 'that fails' }).first().waitFor();
      // Reads history again.
      await press(/^Delete last/);
      const countFaults = async (): Promise<number> =>
        (await control.get<unknown[]>('faults')).length;
      await expect.poll(countFaults, { timeout: 20_000 }).toBe(0);

      const log = await control.get<readonly LoggedRequest[]>('log');
      const used = log.map(({ headers }) => headers['authorization']?.slice(-4));
      expect(used.some((tail) => keys.some((key) => key.endsWith(tail ?? '?')))).toBe(true);
      expect(passes.size > 0).toBe(hasPass);
      // A ticket is in the address of its stream, a member token in a header.
      const isUsed = (pass: string): boolean =>
        log.some(({ query, headers }) =>
          `${query} ${headers['authorization'] ?? ''} `.includes(`•••${pass.slice(-4)}`),
        );
      expect([...passes].some(isUsed)).toBe(hasPass);
      const referers = log.flatMap(({ headers }) => headers['referer'] ?? []);
      for (const secret of [...keys, ...passes])
        expect(referers.some((referer) => referer.includes(secret))).toBe(false);
      const answers = await Promise.all(bodies);
      const everything = [await readPage(page), ...said, ...answers].join('\n');
      expect(everything).toContain('A message to be sent');
      for (const secret of [...keys, ...passes]) expect(everything.includes(secret)).toBe(false);
      for (const pass of passes) expect(keys).not.toContain(pass);
    },
  );

  it('has no key in its files', async () => {
    const files = await readdir(outDir, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
    );
    expect(texts.join('').length).toBeGreaterThan(100_000);
    for (const key of keys) expect(texts.some((text) => text.includes(key))).toBe(false);
    const keyLike = /(sk|lxc|expys)_[a-z]+_[0-9a-f]{8}|sk-let-[a-z]+-[0-9a-f]{8}/;
    expect(texts.some((text) => keyLike.test(text))).toBe(false);
  });
});
