import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Locator, Page } from 'playwright-core';
import type { ScriptedTransport } from 'react-conversation-stream/testing';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectErrors, openBrowser } from '../helpers/openBrowser.ts';
import { publicEntries } from '../helpers/publicEntries.ts';
import { serveFolder, type FolderServer } from '../helpers/serveFolder.ts';

/** DESIGN §9 G11, as it stands there. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; require-trusted-types-for 'script'";

const openPage = openBrowser();
let folder: string;
let server: FolderServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-'));
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('harness/policy', import.meta.url)),
    plugins: [react()],
    resolve: { alias: publicEntries },
    // An inlined image is a data: address, which the policy forbids.
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0 },
  });
  server = await serveFolder(folder, { 'content-security-policy': policy });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

interface WatchedPage {
  readonly page: Page;
  /** What the policy refused so far, and what else was an error. */
  findViolations(): Promise<readonly string[]>;
}

async function open(query: string): Promise<WatchedPage> {
  const page = await openPage({ permissions: ['clipboard-read', 'clipboard-write'] });
  const errors = collectErrors(page);
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    document.addEventListener('securitypolicyviolation', (event) => {
      violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  await page.goto(`${server.origin}/${query}`);
  await page.locator('[data-part="message"]').first().waitFor();
  return {
    page,
    async findViolations() {
      const violations = await page.evaluate(
        () => (window as never as { violations: string[] }).violations,
      );
      return [...violations, ...errors];
    },
  };
}

const complete = (page: Page, hasText: string): Locator =>
  page.locator('[data-part="message"][data-status="complete"]', { hasText });
const countRows = (page: Page): Promise<number> => page.locator('[data-part="message"]').count();

/** Takes the network away from the page and from its scripted backend. */
async function setReachable(page: Page, isReachable: boolean): Promise<void> {
  await page.evaluate((isReachable) => {
    const { transport } = window as never as { transport: ScriptedTransport };
    transport.configure({ isReachable });
  }, isReachable);
  await page.context().setOffline(!isReachable);
}

describe(`under ${policy}`, () => {
  it('a long conversation is read, searched and answered', async () => {
    const { page, findViolations } = await open('');
    const viewport = page.getByRole('region', { name: 'Conversation' });
    await page.locator('[data-part="unread-separator"]').waitFor();
    // The page names no color-scheme, and its build is one for older browsers: the colours are there all the same.
    const canvas = page.locator('[data-part="feed"]');
    expect(await canvas.evaluate((feed) => getComputedStyle(feed).backgroundColor)).toMatch(
      /^oklch\(0\.985/,
    );
    expect(await countRows(page)).toBeLessThanOrEqual(60);
    await viewport.focus();
    for (let presses = 0; presses < 12; presses += 1) await page.keyboard.press('PageUp');
    await page.getByRole('button', { name: /Jump to latest|new message/ }).click();

    const last = page.locator('[data-message-id="parts"]');
    await last.locator('img[alt="a portrait"]').scrollIntoViewIfNeeded();
    await last.locator('[data-token="keyword"]').waitFor();
    await last.getByRole('button', { name: 'Reasoning' }).click();
    await last.getByText('They come in late.').waitFor();
    for (const trigger of await last.getByRole('button', { name: /Done|Failed/ }).all())
      await trigger.click();
    await last.getByText('"rooms"').waitFor();
    await last.hover();
    await last.getByRole('button', { name: 'Copy' }).click();
    await last.getByRole('button', { name: 'Copied' }).waitFor();

    await viewport.focus();
    await page.keyboard.press('End');
    await page.locator('[data-part="viewport"][data-following]').waitFor();
    await page.getByText('That is half of').waitFor();
    await page.setInputFiles('input[type="file"]', {
      name: 'note.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('A note'),
    });
    await page.getByRole('textbox').fill('With a file.\nAnd two lines.');
    await page.keyboard.press('Enter');
    await complete(page, 'With a file.').waitFor();
    expect(await findViolations()).toEqual([]);
  });

  it('a lost connection is told, and what is written meanwhile waits', async () => {
    const { page, findViolations } = await open('');
    await setReachable(page, false);
    await page.getByRole('textbox').fill('Later.');
    await page.keyboard.press('Enter');
    await page.getByText('Waiting to be sent').waitFor();
    await page.locator('[data-part="connection-banner"]').waitFor();
    await setReachable(page, true);
    await complete(page, 'Later.').waitFor();
    expect(await findViolations()).toEqual([]);
  });

  it('an answer thinks, asks, uses a tool and streams markdown', async () => {
    const { page, findViolations } = await open('?turn');
    await page.getByRole('textbox').fill('Is there a room?');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Approve' }).click();
    const answer = page.locator('[data-part="message"]').last();
    await answer.locator('[data-token="keyword"]').waitFor();
    await answer.getByText('<b style="color: red">HTML as text</b>').waitFor();
    expect(await findViolations()).toEqual([]);
  });

  it('what is folded away is found by the browser, which opens it', async () => {
    const { page, findViolations } = await open('?turn#:~:text=They%20come%20in%20late');
    const reasoning = page.locator('[data-message-id="parts"] [data-part="reasoning"]');
    await reasoning.locator('[aria-expanded="true"]').waitFor();
    expect(await reasoning.locator('[data-part="panel"]').getAttribute('hidden')).toBeNull();
    expect(await findViolations()).toEqual([]);
  });

  it.each([
    ['an inline style', 'style-src-attr', `style="color: red"`],
    ['an image from elsewhere', 'img-src', `src="https://elsewhere.example/pixel.png"`],
    ['HTML from a string', 'require-trusted-types-for', ''],
  ])('would be told of %s', async (_, directive, attribute) => {
    const { page, findViolations } = await open('');
    await page
      .evaluate(([name, value]) => {
        const image = document.createElement('img');
        if (name) image.setAttribute(name, value!.slice(1, -1));
        else image.innerHTML = '<b>bold</b>';
        document.querySelector('[data-part="bubble"]')!.append(image);
      }, attribute.split(/=(.*)/))
      .catch((error: Error) => expect(error.message).toContain('TrustedHTML'));
    expect(await findViolations()).toContainEqual(expect.stringContaining(directive));
  });
});
