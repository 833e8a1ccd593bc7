import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectErrors, openBrowser } from '../helpers/openBrowser.ts';
import {
  startBuiltPlayground,
  type LoggedRequest,
  type RunningPlayground,
} from '../helpers/startPlayground.ts';
import { openConversationPage, type ConversationPage } from './conversationPage.ts';

const openPage = openBrowser();
let playground: RunningPlayground;

beforeAll(async () => {
  playground = await startBuiltPlayground();
});
afterAll(() => playground.close());

const conversation = 'cnv_lisbon';
const open = async (page = openPage()): Promise<ConversationPage> =>
  openConversationPage(playground, await page, 'expys', conversation);

const countExchanges = async ({ control }: ConversationPage): Promise<number> =>
  (await control.get<LoggedRequest[]>('log')).filter(({ route }) => route === 'exchange').length;

describe('Expys in the playground', () => {
  it('shows history with its files, sends, and shows the answer with another', async () => {
    const chat = await open();
    const errors = collectErrors(chat.page);
    const files = chat.page.locator('[data-part="attachment"]');
    expect(await files.allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringContaining('tasting-menu.txt')]),
    );
    await chat.send('May I have the itinerary?');
    await chat.row('itinerary.txt').waitFor();
    await chat.row('the itinerary?', 'complete').waitFor();
    await chat.expectSame();
    const [file] = await Promise.all([
      chat.page.context().waitForEvent('page'),
      files.filter({ hasText: 'itinerary.txt' }).last().click(),
    ]);
    await file.getByText('Ferry from Pier 4').waitFor();
    expect(errors).toEqual([]);
  });

  it('Outage: what was said during it appears, in order', async () => {
    const chat = await open();
    await chat.press('Outage');
    await chat.row('There you are!').waitFor();
    await chat.expectSame();
    expect((await chat.rows.locator('[data-part="text"]').allInnerTexts()).slice(-3)).toEqual([
      'Are you there?',
      'I will try again.',
      'There you are!',
    ]);
  });

  it.each(['Drop', 'Expire token', 'Restart server'])(
    '%s: another stream, at most one new token, and nothing is missing',
    async (name) => {
      const chat = await open();
      await expect.poll(chat.streams).toHaveLength(1);
      const [before] = await chat.streams();
      const exchanges = await countExchanges(chat);
      await chat.press(name);
      await expect
        .poll(chat.streams, { timeout: 20_000 })
        .toSatisfy((now: number[]) => now.length === 1 && now[0] !== before);
      const body = `Said after ${name}`;
      await chat.control.post('emit', { conversationId: conversation, body });
      await chat.row(body).waitFor();
      await chat.expectSame();
      expect((await countExchanges(chat)) - exchanges).toBe(name === 'Expire token' ? 1 : 0);
    },
  );

  it('Burst, an edit and a deletion', async () => {
    const chat = await open();
    await chat.press('Burst');
    await chat.row('Message 20 of 20.').waitFor();
    await chat.press('Edit last');
    await chat.row('(edited)').waitFor();
    await chat.press('Delete last');
    await chat.row('(edited)').waitFor({ state: 'detached' });
    await chat.expectSame();
  });

  it('shows two tabs the same', async () => {
    const first = await open();
    const second = await open(first.page.context().newPage());
    await first.send('Seen by both');
    await second.row('Seen by both').waitFor();
    await first.expectSame();
    await second.expectSame();
  });
});
