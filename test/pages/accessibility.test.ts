import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPlayground, type RunningPlayground } from '../helpers/startPlayground.ts';
import { openBrowser } from '../helpers/openBrowser.ts';

const openPage = openBrowser();
let playground: RunningPlayground;

beforeAll(async () => {
  playground = await startPlayground();
});
afterAll(() => playground.close());

async function open(width: number, query: string): Promise<Page> {
  const page = await openPage({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
  await page.goto(`${playground.origin}/?${query}`);
  await page.locator('[data-digests="equal"]').waitFor();
  return page;
}

async function findViolations(page: Page): Promise<unknown> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  expect(passes.length).toBeGreaterThan(20);
  return violations.map(({ id, nodes }) => ({
    id,
    nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`),
  }));
}

async function countOverflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}

const cases = [390, 1440].flatMap((width) => ['light', 'dark'].map((theme) => ({ width, theme })));

describe('the playground', () => {
  it.each(cases)('has no violation at $width px in $theme', async ({ width, theme }) => {
    const page = await open(width, `theme=${theme}`);
    expect(await findViolations(page)).toEqual([]);
  });

  it.each(cases)('nor with a banner and unsent messages ($width px, $theme)', async (given) => {
    const page = await open(given.width, `theme=${given.theme}`);
    await page.getByLabel('Offline').check();
    await page.getByRole('textbox', { name: 'Message' }).fill('Waiting');
    await page.keyboard.press('Enter');
    await page.getByText('You are offline.').waitFor();
    expect(await findViolations(page)).toEqual([]);
  });

  it.each(['theme=light', 'theme=dark', 'dir=rtl', 'density=comfortable'])(
    'does not scroll sideways at 320, 390 and 1440 px (%s)',
    async (query) => {
      for (const width of [320, 390, 1440]) {
        const page = await open(width, query);
        const message = 'w'.repeat(400);
        const emit = { conversationId: 'cv_marlowe', message };
        await playground.post('emit', emit);
        await page.getByText(message).first().waitFor();
        expect(await countOverflow(page)).toBe(0);
        const viewport = page.locator('[data-part="viewport"]');
        expect(await viewport.evaluate((el) => el.scrollWidth - el.clientWidth)).toBe(0);
      }
    },
  );

  it('can be used with the keyboard alone', async () => {
    const page = await open(1440, 'conversation=cv_new');
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('data-part') ?? null);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('viewport');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('composer-input');
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await page.locator('[data-status="complete"]', { hasText: 'By keyboard' }).waitFor();
    expect(await focused()).toBe('composer-input');
  });
});
