import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBuiltPlayground, type RunningPlayground } from '../helpers/startPlayground.ts';
import { openBrowser } from '../helpers/openBrowser.ts';

const openPage = openBrowser();
let playground: RunningPlayground;

beforeAll(async () => {
  playground = await startBuiltPlayground();
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

/** The controls, which a small screen has in a sheet. */
async function useControls(page: Page, act: () => Promise<void>): Promise<void> {
  const isSheet = (page.viewportSize()?.width ?? 0) < 860;
  if (isSheet) await page.getByRole('button', { name: 'Controls' }).click();
  await act();
  if (isSheet) await page.getByRole('button', { name: 'Done' }).click();
}

describe('the playground', () => {
  it.each([390, 1440])('has no violation at %i px, light and dark', async (width) => {
    const page = await open(width, 'theme=light');
    expect(await findViolations(page)).toEqual([]);
    if (width === 390) {
      await page.getByRole('button', { name: 'Inspector' }).click();
      await page.getByRole('button', { name: 'Controls' }).click();
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Done' }).click();
    }
    // With a banner, and a message that waits.
    await useControls(page, () => page.getByLabel('Offline').check());
    await page.getByRole('textbox', { name: 'Message' }).fill('Waiting');
    await page.keyboard.press('Enter');
    await page.getByText('You are offline.').waitFor();
    expect(await findViolations(page)).toEqual([]);
    await useControls(page, async () => {
      await page.getByLabel('Theme').selectOption('dark');
      expect(await findViolations(page)).toEqual([]);
    });
    expect(await findViolations(page)).toEqual([]);
  });

  it('nor with files, tools and an approval', async () => {
    const page = await open(1440, 'backend=expys&theme=dark');
    expect(await findViolations(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'Backend' }).selectOption('letta');
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.getByLabel('Theme').selectOption('light');
    expect(await findViolations(page)).toEqual([]);
  });

  it.each(['theme=light', 'dir=rtl', 'density=comfortable', 'inspector=open'])(
    'does not scroll sideways at 320, 390 and 1440 px (%s)',
    async (query) => {
      const page = await open(320, query);
      const message = 'w'.repeat(400);
      await playground.post('emit', { conversationId: 'cv_marlowe', message });
      await page.getByText(message).first().waitFor();
      for (const width of [320, 390, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await countOverflow(page)).toBe(0);
        const viewport = page.locator('[data-part="viewport"]');
        expect(await viewport.evaluate((el) => el.scrollWidth - el.clientWidth)).toBe(0);
      }
    },
  );

  it('can be used with the keyboard alone', async () => {
    const page = await open(1440, 'conversation=cv_new');
    const focused = (): Promise<string | undefined> =>
      page.evaluate(() => {
        const { activeElement } = document;
        return activeElement?.getAttribute('data-part') ?? activeElement?.textContent?.trim();
      });
    const tabTo = async (name: string): Promise<void> => {
      for (let steps = 0; !(await focused())?.startsWith(name); steps += 1) {
        expect(steps).toBeLessThan(40);
        await page.keyboard.press('Tab');
      }
    };
    await tabTo('viewport');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('composer-input');
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await page.locator('[data-status="complete"]', { hasText: 'By keyboard' }).first().waitFor();
    expect(await focused()).toBe('composer-input');
    await tabTo('Operator says…');
    await page.keyboard.press('Enter');
    await page.getByText('Hi, Ada here.').first().waitFor();
    await tabTo('Inspector');
    await page.keyboard.press('Space');
    await page.getByText('On the wire').waitFor({ state: 'detached' });
  });
});
