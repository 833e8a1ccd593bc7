import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../helpers/openBrowser.ts';
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

const [lisbon, empty] = [
  'conv-6a0d3b1e-2f47-4c8a-b5d9-7e10c4f28a36',
  'conv-c94e7f52-81ab-4d06-a3f7-50b2d6e9187c',
];
const open = async (conversation = empty, page = openPage()): Promise<ConversationPage> =>
  openConversationPage(playground, await page, 'letta', conversation, '&text=plain');

/** The next run: a long answer, at a pace that leaves time to disturb it. */
const speak = async (chat: ConversationPage, name: string, words = 120): Promise<string> => {
  const text = Array.from({ length: words }, (_, index) => `${name}${index}`).join(' ');
  const reply = { steps: [{ reasoning: 'I will count.', text }], pace: 10, pieceSize: 5 };
  await chat.control.post('script', { conversationId: empty, replies: [reply] });
  return text;
};

interface Run {
  readonly conversationId: string;
  readonly status: string;
}
const readRun = async ({ control }: ConversationPage): Promise<string | undefined> =>
  (await control.get<{ runs: Run[] }>('state')).runs.at(-1)?.status;
const countCalls = async ({ control }: ConversationPage, route: string): Promise<number> =>
  (await control.get<LoggedRequest[]>('log')).filter((record) => record.route === route).length;

describe('Letta in the playground', () => {
  it('shows what was thought, looked up and asked, and lets an approval be given', async () => {
    const chat = await open(lisbon);
    await chat.page.locator('[data-part="reasoning"]').first().waitFor();
    await chat.page.locator('[data-part="tool-call"]', { hasText: 'get_weather' }).waitFor();
    await chat.row('with your approval').locator('[data-part="approve"]').click();
    await chat.row('Done, as you approved.').waitFor();
    await chat.page.locator('[data-part="approve"]').waitFor({ state: 'detached' });
    await chat.expectSame();
  });

  it('reads its texts as Markdown, and the digest is still about what was written', async () => {
    const page = await openPage();
    await page.goto(`${playground.origin}/?backend=letta`);
    await page.locator('strong', { hasText: 'Casa do Jasmim' }).waitFor();
    await page.locator('[data-digests="equal"]').waitFor();
  });

  it('asks before it acts: approved, it goes on; denied, it does not', async () => {
    const chat = await open();
    await chat.press('Book the hotel, please');
    await chat.page.locator('[data-part="approve"]').click();
    await chat.row('It is booked').waitFor();
    await chat.expectSame();
    await chat.press('Book the hotel, please');
    await chat.page.locator('[data-part="deny"]').click();
    await chat.row('nothing was booked').waitFor();
    await chat.expectSame();
  });

  it.each(['Drop', 'Restart server', 'reload', 'Cut next answer'])(
    '%s in the middle of an answer: it completes in place, its text the same',
    async (name) => {
      const chat = await open();
      const word = name.slice(0, 3);
      const text = await speak(chat, word);
      if (name === 'Cut next answer') await chat.press(name);
      await chat.send(`And ${name}?`);
      const answer = chat.row(`${word}0`);
      await chat.row(`${word}9`).waitFor();
      await answer.evaluate((row) => row.setAttribute('data-same', 'yes'));
      const resumes = await countCalls(chat, 'resume');
      if (name === 'reload') await chat.page.reload();
      else if (name !== 'Cut next answer') await chat.press(name);
      await chat.row(`${word}119`, 'complete').waitFor({ timeout: 20_000 });
      expect(await answer.locator('[data-part="text"]').innerText()).toBe(text);
      expect(await answer.count()).toBe(1);
      // Gone on with, not read from history when it was over.
      if (name !== 'Cut next answer')
        expect(await countCalls(chat, 'resume')).toBeGreaterThan(resumes);
      if (name !== 'reload') expect(await answer.getAttribute('data-same')).toBe('yes');
      await chat.expectSame();
    },
  );

  it('Stop cancels the run on the server, and nothing resumes it', async () => {
    const chat = await open();
    await speak(chat, 'stop', 600);
    await chat.send('Count to a thousand');
    await chat.row('stop9').waitFor();
    await chat.page.locator('[data-part="stop"]').click();
    const answer = chat.row('stop0');
    await answer.getByText('Stopped', { exact: true }).waitFor();
    await expect.poll(() => readRun(chat)).toBe('cancelled');
    await chat.fact('newest-run').getByText('cancelled').waitFor();
    await expect.poll(chat.streams).toEqual([]);
    const resumes = await countCalls(chat, 'resume');
    expect(resumes).toBeGreaterThan(0);
    const shown = await answer.innerText();
    expect(shown).not.toContain('stop599');
    await chat.press('Drop');
    await chat.send('And now?');
    await chat.row('You wrote “And now?”').waitFor();
    expect(await countCalls(chat, 'resume')).toBe(resumes);
    expect(await answer.innerText()).toBe(shown);
    expect(await countCalls(chat, 'cancel')).toBe(1);
  });

  it('another tab follows the answer while it arrives', async () => {
    const first = await open();
    const second = await open(empty, first.page.context().newPage());
    const text = await speak(first, 'both');
    await first.send('Seen by both');
    await second.row('Seen by both').waitFor();
    await second.row('both9', 'streaming').waitFor();
    await second.row('both119').waitFor();
    await first.expectSame();
    await second.expectSame();
    expect(await second.row('both0').locator('[data-part="text"]').innerText()).toBe(text);
  });
});
