import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectErrors, openBrowser } from '../helpers/openBrowser.ts';
import { serveFolder, type FolderServer } from '../helpers/serveFolder.ts';

interface Entry {
  readonly id: string;
  readonly type: 'story' | 'docs';
  readonly title: string;
  readonly name: string;
}

const openPage = openBrowser();
let folder: string;
let server: FolderServer;
let entries: Entry[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'storybook-'));
  execFileSync('npm', ['run', '-s', 'build:storybook', '--', '--output-dir', folder], {
    stdio: 'ignore',
  });
  server = await serveFolder(folder);
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
    entries: Record<string, Entry>;
  };
  entries = Object.values(index.entries);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A page, with what it asked of anybody but the folder it came from. */
async function openOffline(): Promise<{
  page: Page;
  strangers: string[];
  problems: readonly string[];
}> {
  const page = await openPage();
  const strangers: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    const isOwn = url.startsWith(`${server.origin}/`) && request.method() === 'GET';
    if (!isOwn && !/^(?:data|blob):/.test(url)) strangers.push(`${request.method()} ${url}`);
  });
  page.on('websocket', (socket) => strangers.push(socket.url()));
  return { page, strangers, problems: collectErrors(page) };
}

const frame = (viewMode: string, id: string): string =>
  `${server.origin}/iframe.html?viewMode=${viewMode}&id=${id}`;

/** What Storybook leaves on the window of a preview. */
interface Preview {
  readonly __STORYBOOK_ADDONS_CHANNEL__: { emit(event: string, detail: object): void };
  readonly __STORYBOOK_PREVIEW__?: { currentRender?: { id?: string; phase?: string } };
}

/** Shows the story as a click in the sidebar does. Resolves when its play function is over, with what became of it. */
async function playStory(page: Page, storyId: string): Promise<unknown> {
  await page.evaluate((storyId) => {
    const { __STORYBOOK_ADDONS_CHANNEL__: channel } = window as never as Preview;
    channel.emit('setCurrentStory', { storyId, viewMode: 'story' });
  }, storyId);
  const phase = await page.waitForFunction((storyId) => {
    const { __STORYBOOK_PREVIEW__: preview } = window as never as Preview;
    const currentRender = preview?.currentRender;
    const isOver = currentRender?.phase === 'finished' || currentRender?.phase === 'errored';
    return currentRender?.id === storyId && isOver ? currentRender.phase : undefined;
  }, storyId);
  return phase.jsonValue();
}

describe('the static Storybook', () => {
  it('opens on its introduction, lists every section, and plays a story', async () => {
    const { page, strangers, problems } = await openOffline();
    await page.goto(`${server.origin}/`);
    const preview = page.frameLocator('#storybook-preview-iframe');
    await preview.getByRole('heading', { name: 'react-conversation-stream' }).waitFor();
    for (const item of ['components-conversationfeed', 'states-continuity', 'chaos'])
      await page.locator(`[data-item-id="${item}"]`).waitFor();
    await page.goto(`${server.origin}/?path=/story/components-conversationfeed--default`);
    await preview.getByText('Sesame is fine.', { exact: true }).waitFor();
    expect(strangers).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('renders and plays every story without an error or a request to anybody', async () => {
    const stories = entries.filter(({ type }) => type === 'story');
    expect(stories.length).toBeGreaterThan(50);
    const outcomes: Record<string, unknown[]> = {};
    const waiting = stories.map(({ id }) => id);
    const playAll = async (): Promise<void> => {
      const { page, strangers, problems } = await openOffline();
      await page.goto(frame('story', 'components-conversationfeed--empty'));
      await page.locator('[data-part="empty-state"]').waitFor();
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        const known = problems.length;
        outcomes[id] = [await playStory(page, id), ...problems.slice(known)];
      }
      expect(strangers).toEqual([]);
    };
    // Stories mostly wait: for an answer to stream, for a banner to come.
    await Promise.all([playAll(), playAll(), playAll(), playAll()]);
    expect(outcomes).toEqual(Object.fromEntries(stories.map(({ id }) => [id, ['finished']])));
  }, 180_000);

  it('has a page of documentation for every component, with its props', async () => {
    const docs = entries.filter(({ type, name }) => type === 'docs' && name === 'Docs');
    const { page, strangers, problems } = await openOffline();
    for (const { id, title } of docs) {
      await page.goto(frame('docs', id));
      await page.locator('#storybook-docs h1').first().waitFor();
      const section = title.split('/')[0];
      if (section === 'Components') await page.locator('.docblock-argstable td').first().waitFor();
    }
    expect(docs.length).toBeGreaterThan(8);
    expect(strangers).toEqual([]);
    expect(problems).toEqual([]);
  }, 120_000);

  it.each([
    ['theme', 'dark', 'data-theme'],
    ['direction', 'rtl', 'dir'],
    ['density', 'compact', 'data-density'],
  ])('has a toolbar for %s', async (name, value, attribute) => {
    const { page } = await openOffline();
    await page.goto(
      `${frame('story', 'components-conversationfeed--empty')}&globals=${name}:${value}`,
    );
    await page.locator(`html[${attribute}="${value}"] [data-part="empty-state"]`).waitFor();
  });

  it('has a toolbar for the network', async () => {
    const { page } = await openOffline();
    await page.goto(`${frame('story', 'states-continuity--live')}&globals=network:offline`);
    await page.locator('[data-connection="offline"]').waitFor();
  });
});
