import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectErrors, openBrowser } from '../helpers/openBrowser.ts';
import {
  startBuiltPlayground,
  startPlayground,
  type RunningPlayground,
} from '../helpers/startPlayground.ts';
import { openConversationPage, type ConversationPage } from './conversationPage.ts';

const openPage = openBrowser();
let playground: RunningPlayground;

beforeAll(async () => {
  playground = await startBuiltPlayground();
});
afterAll(() => playground.close());

const conversation = 'cv_marlowe';
const open = async (page = openPage(), query = ''): Promise<ConversationPage> =>
  openConversationPage(playground, await page, 'bimpe', conversation, query);
const countStored = async (): Promise<number> =>
  (await playground.get<unknown[]>(`messages?conversation=${conversation}`)).length;
const emit = (message: string): Promise<unknown> =>
  playground.post('emit', { conversationId: conversation, message });
const wire = (page: Page): Locator => page.getByRole('region', { name: 'Requests and frames' });
const search = (page: Page): string => new URL(page.url()).search;

describe('the playground', () => {
  it('runs from its sources, as npm start does', async () => {
    const fromSources = await startPlayground();
    const page = await openPage();
    const errors = collectErrors(page);
    await page.goto(fromSources.origin);
    await page.locator('[data-digests="equal"]').waitFor({ timeout: 30_000 });
    expect(await page.locator('[data-part="message"]').count()).toBe(20);
    // This server does without the socket for reloads, which Vite's client looks for.
    expect(errors.filter((text) => !/websocket/i.test(text))).toEqual([]);
    await fromSources.close();
  });

  it('shows the newest page of history, then what arrives', async () => {
    const chat = await open();
    const errors = collectErrors(chat.page);
    expect(await chat.rows.count()).toBe(20);
    await emit('Fresh from the oven.');
    await chat.row('Fresh from the oven.').waitFor();
    await chat.expectSame();
    expect(errors).toEqual([]);
  });

  it('sends: the message is there at once, and the answer comes', async () => {
    const chat = await open();
    await chat.press('Where is my order?');
    await chat.row('Where is my order?').waitFor();
    await chat.row('at the door. 🛵').waitFor();
    await chat.expectSame();
  });

  it('loads older messages near the start, down to the first', async () => {
    const { page, rows, expectSame } = await open();
    const all = await countStored();
    const viewport = page.locator('[data-part="viewport"]');
    await viewport.focus();
    for (let count = 20; count < all; count = await rows.count()) {
      await viewport.evaluate((element) => element.scrollTo({ top: -element.scrollHeight }));
      await page.waitForFunction(
        (before) => document.querySelectorAll('[data-part="message"]').length > before,
        count,
      );
    }
    await expectSame();
    expect(await rows.count()).toBe(all);
  });

  it('shows two tabs the same', async () => {
    const [first, second] = [await open(), await open()];
    await first.send('Seen by both');
    await second.row('Seen by both').waitFor();
    await first.expectSame();
    await second.expectSame();
  });
});

describe('the address', () => {
  it('keeps backend, conversation, appearance and panels', async () => {
    const { page } = await open();
    await page.getByLabel('Theme').selectOption('dark');
    await page.getByLabel('Density').selectOption('compact');
    await page.getByLabel('Direction').selectOption('rtl');
    await page.getByRole('combobox', { name: 'Conversation' }).selectOption('cv_new');
    await page.getByRole('button', { name: 'Inspector' }).click();
    await page.getByRole('button', { name: 'Controls' }).click();
    await page.getByText('No messages yet').waitFor();
    const expected =
      '?backend=bimpe&conversation=cv_new&theme=dark&density=compact&dir=rtl&inspector=closed&controls=closed';
    expect(search(page)).toBe(expected);
    await page.reload();
    await page.getByText('No messages yet').waitFor();
    const root = page.locator('html');
    expect(await root.getAttribute('data-theme')).toBe('dark');
    expect(await root.getAttribute('data-density')).toBe('compact');
    expect(await root.getAttribute('dir')).toBe('rtl');
    expect(await page.getByRole('complementary', { name: 'Controls' }).count()).toBe(0);
    expect(await wire(page).count()).toBe(0);
  });

  it('chooses among all backends by their names', async () => {
    const { page } = await open();
    const names = ['BimpeAI', 'Expys', 'Lexey', 'Letta', 'Your own'];
    const select = page.getByRole('combobox', { name: 'Backend' });
    expect(await select.locator('option').allInnerTexts()).toEqual(names);
    for (const [label, id] of [
      ['Expys', 'expys'],
      ['Lexey', 'lexey'],
      ['Letta', 'letta'],
      ['Your own', 'byo'],
    ] as const) {
      await select.selectOption({ label });
      await page.locator('[data-digests="equal"]').waitFor();
      await page.locator('[data-part="message"]').first().waitFor();
      expect(search(page)).toBe(`?backend=${id}`);
    }
  });
});

describe('whatever happens, the page shows what the server has', () => {
  it.each(['Drop', 'Duplicate', 'Expire tickets', 'Restart server'])(
    '%s: messages said meanwhile arrive, each once',
    async (name) => {
      const chat = await open();
      await expect.poll(chat.streams).toHaveLength(1);
      const [before] = await chat.streams();
      await chat.press(name);
      if (name !== 'Restart server') await emit(`Said during ${name}`);
      await expect
        .poll(chat.streams, { timeout: 20_000 })
        .toSatisfy((now: number[]) => now.length > 0 && !now.includes(before ?? 0));
      await emit(`Said after ${name}`);
      await chat.row(`Said after ${name}`).waitFor();
      await chat.expectSame();
    },
  );

  it('what others say, change and remove shows', async () => {
    const chat = await open();
    await chat.press('Assistant says…');
    await chat.row('out for delivery').last().waitFor();
    await chat.press('Burst');
    await chat.row('Message 20 of 20.').waitFor();
    await chat.press('Operator says…');
    const person = chat.row('Ada here.').and(chat.page.locator('[data-author="human"]'));
    await person.waitFor();
    await chat.expectSame();
    await chat.press('Edit last');
    await chat.row('(edited)').waitFor();
    await chat.press('Delete last');
    await chat.row('(edited)').waitFor({ state: 'detached' });
    await chat.expectSame();
  });

  it('Offline: what is written waits, and is sent on return', async () => {
    const chat = await open();
    const { page, fact } = chat;
    await page.getByLabel('Offline').check();
    await fact('connection').getByText('offline').waitFor();
    await page.getByText('You are offline.').waitFor();
    await chat.send('Written in a tunnel');
    await chat.row('in a tunnel', 'queued').waitFor();
    await page.getByLabel('Offline').uncheck();
    await chat.row('in a tunnel', 'complete').waitFor();
    await chat.expectSame();
  });

  it('a half-open stream is found within 45 s, and what was lost is shown', async () => {
    const page = await openPage();
    await page.clock.install();
    const chat = await open(Promise.resolve(page));
    await chat.press('Half-open');
    await page.locator('[data-digests="different"]').waitFor();
    expect(await chat.row('Said while nobody could hear it.').count()).toBe(0);
    await page.clock.fastForward(45_000);
    await chat.row('Said while nobody could hear it.').waitFor();
    await chat.expectSame();
  });

  it('a backend of one’s own: sends work, a drop heals', async () => {
    const chat = await openConversationPage(playground, await openPage(), 'byo', 'lobby');
    await chat.press('Operator says…');
    await chat.row('Ada here.').and(chat.page.locator('[data-author="human"]')).waitFor();
    await chat.press('Does it echo?');
    await chat.row('You said: Does it echo?').waitFor();
    const [before] = await chat.streams();
    await chat.press('Drop');
    await chat.control.post('emit', { conversationId: 'lobby', from: 'bot', text: 'Meanwhile.' });
    await chat.row('Meanwhile.').waitFor();
    await expect.poll(chat.streams, { timeout: 10_000 }).not.toContain(before);
    await chat.press('Edit last');
    await chat.row('Meanwhile. (edited)').waitFor();
    await chat.press('Delete last');
    await chat.row('Meanwhile.').waitFor({ state: 'detached' });
    await chat.expectSame();
  });
});

describe('the inspector', () => {
  it('shows requests and frames without what opens doors, and the cursor', async () => {
    const chat = await open();
    const lines = wire(chat.page);
    await lines.getByText('/stream?ticket=•••').first().waitFor();
    await emit('Shown on the wire.');
    const frame = lines.locator('[data-wire="frame"]', { hasText: 'Shown on the wire.' });
    await frame.waitFor();
    const cursor = await chat.fact('cursor').innerText();
    expect(await frame.innerText()).toContain(`id: ${cursor}`);
    await chat.press('Drop');
    await lines.getByText('stream broke').waitFor();
    await chat.fact('resumed').getByText(cursor).waitFor();
    await chat.page.getByRole('button', { name: 'Clear' }).click();
    await frame.waitFor({ state: 'detached' });
  });
});

describe('on a phone', () => {
  const openPhone = async (): Promise<ConversationPage> =>
    open(openPage({ viewport: { width: 390, height: 844 } }));

  it('the controls come up as a sheet, and go when one was used', async () => {
    const chat = await openPhone();
    const { page } = chat;
    const sheet = page.getByRole('dialog', { name: 'Controls' });
    expect(await sheet.count()).toBe(0);
    const opener = page.getByRole('button', { name: 'Controls' });
    await opener.click();
    await sheet.waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true);
    await opener.click();
    await chat.press('Where is my order?');
    await sheet.waitFor({ state: 'detached' });
    await chat.row('at the door. 🛵').last().waitFor();
    await chat.expectSame();
  });

  it('the inspector opens below the chat', async () => {
    const { page } = await openPhone();
    expect(await wire(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Inspector' }).click();
    await wire(page).waitFor();
    expect(search(page)).toContain('inspector=open');
  });
});
