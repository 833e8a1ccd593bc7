import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { digestMessages } from '../../playground/digest.ts';
import { startPlayground, type RunningPlayground } from '../helpers/startPlayground.ts';
import { collectErrors, openBrowser } from '../helpers/openBrowser.ts';

const conversation = 'cv_marlowe';
const openPage = openBrowser();
let playground: RunningPlayground;

beforeAll(async () => {
  playground = await startPlayground();
});
afterAll(() => playground.close());

interface Stored {
  readonly id: string;
  readonly message: string | null;
}

const readStored = (): Promise<readonly Stored[]> =>
  playground.get(`messages?conversation=${conversation}`);

const rows = (page: Page): Locator => page.locator('[data-part="message"]');

/** Digests as the inspector gives them, and as the server's transcript would have them over the same rows. */
async function readDigests(page: Page): Promise<readonly (string | undefined)[]> {
  const [shown, server] = await page.locator('[data-digest]').allInnerTexts();
  const stored = (await readStored()).slice(-(await rows(page).count()));
  const expected = digestMessages(stored.map(({ id, message }) => ({ id, text: message ?? '' })));
  return [shown, server, expected];
}

/** The page shows what the server has, by digest, and says that nothing is missing. */
async function expectEqual(page: Page): Promise<void> {
  await expect
    .poll(() => readDigests(page), { timeout: 10_000 })
    .toSatisfy((digests: string[]) => new Set(digests).size === 1);
  await page.locator('[data-digests="equal"]').waitFor();
  await page.locator('[data-fact="continuity"]', { hasText: 'live' }).waitFor();
}

async function openPlayground(query = ''): Promise<Page> {
  const page = await openPage();
  await page.goto(`${playground.origin}/${query}`);
  await expectEqual(page);
  return page;
}

describe('the playground', () => {
  it('shows the newest page of history, then what arrives', async () => {
    const page = await openPlayground();
    const errors = collectErrors(page);
    expect(await rows(page).count()).toBe(20);
    expect(await rows(page).last().innerText()).toContain((await readStored()).at(-1)?.message);
    await playground.post('emit', {
      conversationId: conversation,
      message: 'Fresh from the oven.',
    });
    await page.getByText('Fresh from the oven.').waitFor();
    await expectEqual(page);
    expect(errors).toEqual([]);
  });

  it('sends: the message is there at once, and the answer comes', async () => {
    const page = await openPlayground();
    await page.getByRole('textbox', { name: 'Message' }).fill('Is there a table at seven?');
    await page.keyboard.press('Enter');
    const own = page.locator('[data-role="user"]', { hasText: 'Is there a table at seven?' });
    await own.waitFor();
    await page
      .locator('[data-role="user"][data-status="complete"]', { hasText: 'at seven?' })
      .waitFor();
    const count = (await readStored()).length;
    await page.waitForFunction(
      () =>
        document.querySelector('[data-part="list"] > li:last-child [data-role="assistant"]') !==
        null,
    );
    await expectEqual(page);
    expect((await readStored()).length).toBeGreaterThanOrEqual(count);
  });

  it('loads older messages near the start, down to the first', async () => {
    const page = await openPlayground();
    const all = await readStored();
    const viewport = page.locator('[data-part="viewport"]');
    await viewport.focus();
    for (let count = 20; count < all.length; count = await rows(page).count()) {
      await viewport.evaluate((element) => element.scrollTo({ top: -element.scrollHeight }));
      await page.waitForFunction(
        (before) => document.querySelectorAll('[data-part="message"]').length > before,
        count,
      );
    }
    await expectEqual(page);
    expect(await rows(page).count()).toBe(all.length);
  });

  it('keeps conversation and appearance in the address', async () => {
    const page = await openPlayground();
    await page.getByLabel('Theme').selectOption('dark');
    await page.getByRole('combobox', { name: 'Conversation' }).selectOption('cv_new');
    await page.getByText('No messages yet').waitFor();
    expect(new URL(page.url()).search).toBe('?theme=dark&conversation=cv_new');
    await page.reload();
    await page.getByText('No messages yet').waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.getByRole('combobox', { name: 'Conversation' }).selectOption(conversation);
    await expectEqual(page);
  });

  it('shows two tabs the same', async () => {
    const [first, second] = [await openPlayground(), await openPlayground()];
    await first.getByRole('textbox', { name: 'Message' }).fill('Seen by both');
    await first.getByRole('button', { name: 'Send' }).click();
    await second.getByText('Seen by both').waitFor();
    await expectEqual(first);
    await expectEqual(second);
    expect(await rows(first).last().innerText()).toBe(await rows(second).last().innerText());
  });
});

describe('whatever happens, the page shows what the server has', () => {
  let page: Page;
  const press = (name: string): Promise<void> => page.getByRole('button', { name }).click();
  /** The stream that is open now has been replaced by another one. */
  const streamNumbers = async (): Promise<number[]> =>
    (await playground.get<{ number: number }[]>('streams')).map(({ number }) => number);
  const expectNewStream = async (before: readonly number[]): Promise<void> => {
    await expect
      .poll(streamNumbers, { timeout: 20_000 })
      .toSatisfy((now: number[]) => now.length > 0 && !now.some((n) => before.includes(n)));
  };
  const emit = (message: string): Promise<unknown> =>
    playground.post('emit', { conversationId: conversation, message });

  beforeEach(async () => {
    page = await openPlayground();
  });

  it.each(['Drop', 'Duplicate', 'Expire tickets', 'Restart server'])(
    '%s: messages said meanwhile arrive, each once',
    async (name) => {
      await expect.poll(streamNumbers).toHaveLength(1);
      const before = await streamNumbers();
      await press(name);
      if (name !== 'Restart server') await emit(`Said during ${name}`);
      await expectNewStream(before);
      await emit(`Said after ${name}`);
      await page.getByText(`Said after ${name}`).waitFor();
      await expectEqual(page);
    },
  );

  it.each(['Operator says…', 'Assistant says…', 'Burst', 'Edit last', 'Delete last'])(
    '%s',
    async (name) => {
      const before = JSON.stringify(await readStored());
      await press(name);
      await expect.poll(async () => JSON.stringify(await readStored())).not.toBe(before);
      if (name === 'Burst') await page.getByText('Message 20 of 20.').last().waitFor();
      await expectEqual(page);
    },
  );

  it('an operator is shown as a person', async () => {
    await press('Operator says…');
    const row = page.locator('[data-author="human"]', { hasText: 'Ada here.' }).last();
    await row.waitFor();
    await expectEqual(page);
    expect(await row.getAttribute('data-role')).toBe('assistant');
  });

  it('Offline: what is written waits, and is sent on return', async () => {
    await page.getByLabel('Offline').check();
    await page.locator('[data-fact="connection"]', { hasText: 'offline' }).waitFor();
    await page.getByText('You are offline.').waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('Written in a tunnel');
    await page.keyboard.press('Enter');
    await page.locator('[data-status="queued"]', { hasText: 'Written in a tunnel' }).waitFor();
    await page.getByLabel('Offline').uncheck();
    await page.locator('[data-status="complete"]', { hasText: 'Written in a tunnel' }).waitFor();
    await expectEqual(page);
    const texts = (await readStored()).map(({ message }) => message);
    expect(texts.filter((text) => text === 'Written in a tunnel')).toHaveLength(1);
  });
});

describe('a half-open stream', () => {
  it('is found within 45 s, and what was lost is shown', async () => {
    const page = await openPage();
    await page.clock.install();
    await page.goto(playground.origin);
    await expectEqual(page);
    await page.getByRole('button', { name: 'Half-open' }).click();
    await page.locator('[data-digests="different"]').waitFor();
    expect(await page.getByText('Said while nobody could hear it.').count()).toBe(0);
    await page.clock.fastForward(45_000);
    await page.getByText('Said while nobody could hear it.').waitFor();
    await expectEqual(page);
  });
});

describe('the switch', () => {
  const control = (call: string, body?: object): Promise<unknown> =>
    fetch(`${playground.origin}/api/byo-control/${call}`, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    }).then((response) => response.json());
  const readNotes = (): Promise<{ text: string }[]> =>
    control('messages?conversation=lobby') as Promise<{ text: string }[]>;
  const readTexts = (page: Page): Promise<string[]> =>
    page.locator('[data-part="message"] [data-part="text"]').allInnerTexts();
  /** The page shows what the example server has, and says that nothing is missing. */
  const expectNotes = async (page: Page): Promise<void> => {
    await page.locator('[data-digests="equal"]').waitFor();
    await page.locator('[data-fact="continuity"]', { hasText: 'live' }).waitFor();
    expect(await readTexts(page)).toEqual((await readNotes()).map(({ text }) => text));
  };

  it('changes the backend, and the address with it', async () => {
    const page = await openPlayground();
    await page.getByRole('combobox', { name: 'Backend' }).selectOption('byo');
    await page.getByText('Write something.').waitFor();
    expect(new URL(page.url()).search).toBe('?backend=byo');
    await expectNotes(page);
  });

  it('a backend of one’s own: messages appear, sends work, a drop heals', async () => {
    const page = await openPage();
    await page.goto(`${playground.origin}/?backend=byo&conversation=lobby`);
    await expectNotes(page);
    const errors = collectErrors(page);
    await page.getByRole('button', { name: 'Operator says…' }).click();
    await page.locator('[data-author="human"]', { hasText: 'Ada here.' }).waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('Does it echo?');
    await page.keyboard.press('Enter');
    await page.getByText('You said: Does it echo?').waitFor();
    await page.locator('[data-role="user"][data-status="complete"]').waitFor();
    await expectNotes(page);

    const streams = async (): Promise<number[]> =>
      ((await control('streams')) as { number: number }[]).map(({ number }) => number);
    const [before] = await streams();
    await page.getByRole('button', { name: 'Drop' }).click();
    await control('emit', { conversationId: 'lobby', from: 'bot', text: 'Said meanwhile.' });
    await page.getByText('Said meanwhile.').waitFor();
    await expect.poll(streams, { timeout: 10_000 }).not.toContain(before);
    await page.getByRole('button', { name: 'Edit last' }).click();
    await page.getByText('Said meanwhile. (edited)').waitFor();
    await page.getByRole('button', { name: 'Delete last' }).click();
    await page.getByText('Said meanwhile. (edited)').waitFor({ state: 'detached' });
    await expectNotes(page);
    expect(errors.filter((text) => !text.includes('net::ERR'))).toEqual([]);
  });
});
