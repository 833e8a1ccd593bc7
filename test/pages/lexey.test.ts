import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectErrors, openBrowser } from '../helpers/openBrowser.ts';
import { startBuiltPlayground, type RunningPlayground } from '../helpers/startPlayground.ts';
import { openConversationPage, type ConversationPage } from './conversationPage.ts';

const openPage = openBrowser();
let playground: RunningPlayground;

beforeAll(async () => {
  playground = await startBuiltPlayground();
});
afterAll(() => playground.close());

const conversation = '6f0c2d1e-7b1a-4c55-9a57-2f1d8f2f0a11';
const open = async (page = openPage()): Promise<ConversationPage> =>
  openConversationPage(playground, await page, 'lexey', conversation);

/** The next reply: so many words, at a pace that leaves time to disturb it. */
const speak = (chat: ConversationPage, name: string, words = 60, delay = 30): Promise<unknown> => {
  const reply = Array.from({ length: words }, (_, index) => ({ text: `${name}${index} `, delay }));
  return chat.control.post('script', { conversationId: conversation, replies: [reply] });
};

describe('Lexey in the playground', () => {
  it('shows history, sends, and the answer arrives word by word', async () => {
    const chat = await open();
    const errors = collectErrors(chat.page);
    await speak(chat, 'calm');
    await chat.send('Where is my parcel?');
    await chat.row('calm0', 'streaming').waitFor();
    await chat.row('calm59', 'complete').waitFor();
    await chat.expectSame();
    expect(errors).toEqual([]);
  });

  it.each(['Cut next answer', 'Restart server'])(
    '%s: the words so far stay, the rest comes from history, in place',
    async (name) => {
      const chat = await open();
      const word = name.slice(0, 3);
      await speak(chat, word, 40);
      if (name === 'Cut next answer') await chat.press(name);
      await chat.send(`What happens when you ${name}?`);
      const answer = chat.row(`${word}0`);
      await answer.waitFor();
      await answer.evaluate((row) => row.setAttribute('data-same', 'yes'));
      if (name === 'Restart server') await chat.press(name);
      await answer.getByText('answer incomplete').waitFor();
      expect(await answer.innerText()).toContain(`${word}0`);
      await chat.row(`${word}39`).waitFor({ timeout: 20_000 });
      await answer.getByText('answer incomplete').waitFor({ state: 'detached' });
      await chat.expectSame();
      expect(await answer.getAttribute('data-same')).toBe('yes');
      expect(await answer.count()).toBe(1);
    },
  );

  it('Fail next answer: says so, and keeps what was said', async () => {
    const chat = await open();
    await speak(chat, 'fail');
    await chat.press('Fail next answer');
    await chat.send('Will this fail?');
    const answer = chat.row('fail4');
    await answer.getByText('Something went wrong').waitFor();
    await chat.page.locator('[data-fact="turn"]', { hasText: 'error' }).waitFor();
    expect(await chat.row('fail5').count()).toBe(0);
  });

  it('Refuse a send: the message says that it was not sent, and can be sent again', async () => {
    const chat = await open();
    await chat.press('Refuse a send');
    await chat.send('Is this refused?');
    const own = chat.row('Is this refused?');
    await chat.row('Is this refused?', 'failed').waitFor();
    await speak(chat, 'again', 3, 0);
    await own.getByRole('button', { name: 'Try again' }).click();
    await chat.row('again2').waitFor();
    await chat.row('Is this refused?', 'complete').waitFor();
    await chat.expectSame();
  });

  it('a person is asked for: the escalation shows, and so does what the person writes', async () => {
    const chat = await open();
    const notice = chat.page.locator('[data-part="escalation-notice"]');
    await chat.press('Can I talk to a person?');
    await notice.waitFor();
    await chat.fact('status').getByText('escalated').waitFor();
    await chat.fact('server-says').getByText('escalated').waitFor();
    await chat.row('Hi, Maya here. I have read everything above.').waitFor({ timeout: 20_000 });
    await chat.press('Operator says…');
    await chat.row('Hi, Ada here.').waitFor({ timeout: 10_000 });
    await chat.expectSame();
    await chat.press('Thank you, all set');
    await chat.row('has handed you back to me').last().waitFor();
    await chat.fact('status').getByText('active').waitFor();
    await chat.expectSame();
  });

  it('shows two tabs the same', async () => {
    const first = await open();
    const second = await open(first.page.context().newPage());
    await speak(first, 'both', 10, 10);
    await first.send('Seen by both');
    await second.row('Seen by both').waitFor();
    await second.row('both9').waitFor();
    await first.expectSame();
    await second.expectSame();
  });
});
