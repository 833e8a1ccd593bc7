import type { Locator, Page } from 'playwright-core';
import type { MessageStatus } from 'react-conversation-stream';
import { expect } from 'vitest';
import type { BackendControl, RunningPlayground } from '../helpers/startPlayground.ts';

/** A conversation of the playground, open in a page, beside what its server has. */
export interface ConversationPage {
  readonly page: Page;
  readonly control: BackendControl;
  readonly rows: Locator;
  /** Writes it into the composer and presses Enter. */
  send(text: string): Promise<void>;
  /** A button of the controls. */
  press(name: string): Promise<void>;
  fact(id: string): Locator;
  /** Messages with this text, in this state. */
  row(text: string, status?: MessageStatus): Locator;
  /** What the page shows is what the server has, message by message, and it says that nothing is missing. */
  expectSame(): Promise<void>;
  /** The numbers of the streams that the server holds open for this conversation. */
  streams(): Promise<readonly number[]>;
}

interface Row {
  readonly id: string;
  readonly text: string;
}

/** Opens `?backend=…&conversation=…` in `page`; `query` goes behind it. Waits until it shows what the server has. */
export async function openConversationPage(
  playground: RunningPlayground,
  page: Page,
  backend: string,
  conversation: string,
  query = '',
): Promise<ConversationPage> {
  const control = playground.control(backend);
  const rows = page.locator('[data-part="message"]');
  const readServer = (): Promise<readonly Row[]> =>
    control.get(`transcript?conversation=${conversation}`);
  const opened: ConversationPage = {
    page,
    control,
    rows,
    async send(text) {
      await page.getByRole('textbox', { name: 'Message' }).fill(text);
      await page.keyboard.press('Enter');
    },
    press: (name) => page.locator('.pg-action', { hasText: startsWith(name) }).click(),
    fact: (id) => page.locator(`[data-fact="${id}"]`),
    row(hasText, status) {
      const found = rows.filter({ hasText });
      return status ? found.and(page.locator(`[data-status="${status}"]`)) : found;
    },
    async expectSame() {
      await expect
        .poll(
          async () => {
            const shown = await readShown(page);
            const stored = (await readServer()).slice(-shown.length || Infinity);
            return { shown, stored };
          },
          { timeout: 20_000 },
        )
        .toSatisfy(({ shown, stored }: { shown: readonly Row[]; stored: readonly Row[] }) => {
          return JSON.stringify(shown) === JSON.stringify(stored);
        });
      await page.locator('[data-digests="equal"]').waitFor();
      await page.locator('[data-fact="continuity"]', { hasText: 'live' }).waitFor();
    },
    async streams() {
      const open = await control.get<{ number: number; path: string }[]>('streams');
      return open
        .filter(({ path }) => path.includes(`/${conversation}/`))
        .map(({ number }) => number);
    },
  };
  await page.goto(`${playground.origin}/?backend=${backend}&conversation=${conversation}${query}`);
  await opened.expectSame();
  return opened;
}

function startsWith(name: string): RegExp {
  return new RegExp(`^${name.replaceAll(/[.?]/g, String.raw`\$&`)}`);
}

/** Ids and texts as a reader finds them in the document, thoughts and tools aside. */
function readShown(page: Page): Promise<readonly Row[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-message-id]')].map((row) => ({
      id: row.dataset['messageId'] ?? '',
      text: [...row.querySelectorAll('[data-part="text"]')]
        .map((part) => part.textContent)
        .join(''),
    })),
  );
}
