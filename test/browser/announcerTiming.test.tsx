import type { Conversation } from 'react-conversation-stream';
import {
  createTestConversation,
  createTestMessages,
  type TestConversation,
  type TestConversationOptions,
} from 'react-conversation-stream/testing';
import { defaultLabels } from 'react-conversation-stream/ui';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAnnouncer } from '../../src/ui/announcer/createAnnouncer.ts';
import type { SpeechSettings } from '../../src/ui/announcer/speech.ts';
import { watchConversation } from '../../src/ui/announcer/watchConversation.ts';

interface Said {
  readonly text: string;
  readonly isAssertive: boolean;
}

interface Stage extends TestConversation {
  readonly heard: () => string[];
  readonly cried: () => string[];
}

/** A conversation that is joined and live, and everything that is said of it from then on. */
async function listen(
  options: TestConversationOptions = {},
  settings: Partial<SpeechSettings> = {},
): Promise<Stage> {
  const test = createTestConversation({
    agent: { id: 'marlowe', name: 'Marlowe', kind: 'agent' },
    ...options,
  });
  const said: Said[] = [];
  const { clock } = test;
  const announcer = createAnnouncer({
    clock,
    write: (text, isAssertive) => {
      if (text !== '') said.push({ text, isAssertive });
    },
  });
  const conversation: Conversation = test.conversation;
  const stop = watchConversation({
    conversation,
    clock,
    announce: announcer.announce,
    getSettings: () => ({ labels: defaultLabels, speech: 'complete', ...settings }),
  });
  const release = test.conversation.connect();
  onTestFinished(async () => {
    stop();
    announcer.dispose();
    release();
    test.dispose();
    await clock.advance(0);
    expect(clock.pendingTimers).toBe(0);
  });
  await test.until(({ continuity }) => continuity === 'live');
  await test.advance(1_000);
  return Object.assign(test, {
    heard: () => said.map((item) => item.text),
    cried: () => said.filter((item) => item.isAssertive).map((item) => item.text),
  });
}

const settled = 20_000;
const words = (count: number): string =>
  Array.from({ length: count }, (_, index) => `w${index}`).join(' ');

describe('an answer', () => {
  it('of 1,000 tokens is announced as being written once, and once as a whole', async () => {
    const answer = `${words(999)} end.`;
    const pace = { delay: 300, interval: 20, size: 6 };
    const test = await listen({ reply: answer, pace });
    test.conversation.sendMessage('Tell me').catch(() => undefined);
    await test.advance(60_000);
    expect(test.heard()).toEqual(['Marlowe is answering…', `Marlowe: ${answer}`]);
  });

  it('that is quick is not announced as being written', async () => {
    const test = await listen({ reply: 'Sure.', pace: { delay: 100, interval: 0 } });
    test.conversation.sendMessage('Tell me').catch(() => undefined);
    await test.advance(settled);
    expect(test.heard()).toEqual(['Marlowe: Sure.']);
  });

  it('in the response to the send is announced the same way', async () => {
    const test = await listen({ reply: words(200), shape: 'turn', pace: { interval: 30 } });
    test.conversation.sendMessage('Tell me').catch(() => undefined);
    await test.advance(60_000);
    expect(test.heard()).toEqual(['Marlowe is answering…', `Marlowe: ${words(200)}`]);
  });

  it('is told by two sentences and its size where that is preferred', async () => {
    const answer = `The first one. Is it the second? ${words(1_193)}`;
    const test = await listen({ reply: answer, pace: { interval: 0 } }, { speech: 'sentences' });
    test.conversation.sendMessage('Tell me').catch(() => undefined);
    await test.advance(settled);
    expect(test.heard()).toEqual([
      'Marlowe: The first one. Is it the second? … 1,200 words in all.',
    ]);
  });

  it('that is very long is told by two sentences and its size', async () => {
    const answer = `The first one. Is it the second? ${words(4_000)}`;
    const test = await listen({ reply: answer, pace: { interval: 0 } });
    test.conversation.sendMessage('Tell me').catch(() => undefined);
    await test.advance(settled);
    expect(test.heard()).toHaveLength(1);
    expect(test.heard()[0]).toMatch(
      /^Marlowe: The first one\. Is it the second\? … [34],\d{3} words in all\.$/,
    );
  });

  it('is only said to have come where no more is wanted, and not even that when off', async () => {
    for (const [speech, expected] of [
      ['status', ['New message from Marlowe']],
      ['off', []],
    ] as const) {
      const test = await listen({ reply: 'Sure.', pace: { interval: 0 } }, { speech });
      test.conversation.sendMessage('Tell me').catch(() => undefined);
      await test.advance(settled);
      expect(test.heard()).toEqual(expected);
    }
  });

  it('is flattened by what the app gives', async () => {
    const toSpeech = (text: string): string => text.replaceAll('*', '');
    const reply = 'It is **bold**\n\nand plain.';
    const test = await listen({ reply, pace: { interval: 0 } }, { toSpeech });
    test.conversation.sendMessage('Tell me').catch(() => undefined);
    await test.advance(settled);
    expect(test.heard()).toEqual(['Marlowe: It is bold and plain.']);
  });

  it('that was stopped says so', async () => {
    const test = await listen({ reply: words(500), shape: 'turn', pace: { interval: 30 } });
    test.conversation.sendMessage('Tell me').catch(() => undefined);
    await test.advance(1_000);
    void test.conversation.stop();
    await test.advance(settled);
    expect(test.heard()).toEqual(['Marlowe: Stopped']);
  });

  it('that failed is told assertively', async () => {
    const reply = ['Let me look', { type: 'error' }] as const;
    const test = await listen({ reply, shape: 'turn', pace: { interval: 30 } });
    test.conversation.sendMessage('Tell me').catch(() => undefined);
    await test.advance(settled);
    expect(test.heard()).toEqual(['Marlowe: Something went wrong — answer incomplete']);
    expect(test.cried()).toEqual(test.heard());
  });

  it('that waits for an approval asks for it assertively, once', async () => {
    const tool = {
      type: 'tool-book',
      title: 'Book a table',
      toolCallId: 't1',
      state: 'approval-requested',
      approval: { id: 'a1' },
    } as const;
    const reply = ['I could book.', tool, ' Booked.'] as const;
    const test = await listen({ reply, shape: 'turn', pace: { interval: 0 } });
    test.conversation.sendMessage('Tell me').catch(() => undefined);
    await test.advance(settled);
    expect(test.cried()).toEqual(['Book a table wants your approval.']);
    expect(test.heard()).toContain('Marlowe: I could book.');
    void test.conversation.respondToApproval({ approvalId: 'a1', isApproved: true });
    await test.advance(settled);
    expect(test.cried()).toHaveLength(1);
    // What was said before is not said again.
    expect(test.heard().at(-1)).toBe('Marlowe: Booked.');
  });
});

describe('a connection', () => {
  it('that breaks and comes back is announced exactly twice', async () => {
    const test = await listen({ messages: createTestMessages(5) });
    await test.goOffline();
    await test.advance(30_000);
    await test.goOnline();
    await test.advance(60_000);
    expect(test.heard()).toEqual(['Reconnecting…', 'Connection restored.']);
    expect(test.cried()).toEqual([]);
  });

  it('that breaks again is announced again', async () => {
    const test = await listen();
    for (let outage = 0; outage < 2; outage += 1) {
      await test.goOffline();
      await test.advance(10_000);
      await test.goOnline();
      await test.advance(30_000);
    }
    test.transport.emit(test.id, 'Sentinel.');
    await test.advance(settled);
    const once = ['Reconnecting…', 'Connection restored.'];
    expect(test.heard()).toEqual([...once, ...once, 'Assistant: Sentinel.']);
  });

  it('that is back before anybody would notice is not announced', async () => {
    const test = await listen({ messages: createTestMessages(5) });
    test.transport.fault({ kind: 'drop' });
    await test.until(({ connection }) => connection.status === 'open');
    await test.advance(settled);
    expect(test.heard()).toEqual([]);
  });

  it('that breaks within an answer is announced twice, and the answer once', async () => {
    const test = await listen({ reply: words(400), pace: { delay: 0, interval: 30 } });
    test.conversation.sendMessage('Tell me').catch(() => undefined);
    await test.advance(3_000);
    expect(test.heard()).toEqual(['Marlowe is answering…']);
    await test.goOffline();
    await test.advance(20_000);
    await test.goOnline();
    await test.advance(60_000);
    expect(test.heard().slice(1)).toEqual([
      'Reconnecting…',
      'Connection restored.',
      `Marlowe: ${words(400)}`,
    ]);
  });

  it('that is refused is announced assertively', async () => {
    const test = await listen();
    test.transport.fault({ kind: 'refuse', request: 'feed', error: 'unauthorized', times: 9 });
    test.transport.fault({ kind: 'close' });
    await test.advance(settled);
    expect(test.cried()).toEqual([
      'Conversation: Access was refused. You may have to sign in again.',
    ]);
    expect(test.heard()).toEqual(test.cried());
  });

  it('to what is not there says so', async () => {
    const test = await listen();
    test.transport.fault({ kind: 'refuse', request: 'feed', error: 'not_found', times: 9 });
    test.transport.fault({ kind: 'close' });
    await test.advance(settled);
    expect(test.cried()).toEqual(['Conversation: This conversation was not found.']);
    expect(test.heard()).toEqual(test.cried());
  });
});

describe('messages', () => {
  it('that were there, or are older, are never announced', async () => {
    const test = await listen({ messages: createTestMessages(60) });
    await test.conversation.loadOlderMessages();
    await test.advance(settled);
    expect(test.messages.length).toBeGreaterThanOrEqual(40);
    expect(test.heard()).toEqual([]);
  });

  it('of others are announced, one’s own are not', async () => {
    const test = await listen();
    test.transport.emit(test.id, { role: 'user', text: 'From my phone' });
    test.transport.emit(test.id, {
      text: 'Good  evening.',
      author: { id: 'ines', name: 'Inês', kind: 'human' },
    });
    await test.advance(settled);
    expect(test.heard()).toEqual(['Inês: Good evening.']);
  });

  it('that a catch-up brings are told as their number', async () => {
    const test = await listen({ messages: createTestMessages(5) });
    await test.goOffline();
    await test.advance(10_000);
    for (let count = 0; count < 20; count += 1) test.transport.emit(test.id, `Missed ${count}`);
    await test.goOnline();
    await test.advance(60_000);
    expect(test.heard()).toEqual(['Reconnecting…', 'Connection restored.', '20 new messages']);
  });

  it('that a catch-up brings page by page are told as one number', async () => {
    const test = await listen({ messages: createTestMessages(5), latency: 1_500 });
    await test.goOffline();
    await test.advance(10_000);
    for (let count = 0; count < 50; count += 1) test.transport.emit(test.id, `Missed ${count}`);
    await test.goOnline();
    await test.advance(60_000);
    expect(test.heard()).toEqual(['Reconnecting…', 'Connection restored.', '50 new messages']);
  });

  it('that come faster than they can be spoken are told as their number', async () => {
    const test = await listen();
    for (let count = 0; count < 12; count += 1) test.transport.emit(test.id, `Flood ${count}`);
    await test.advance(settled);
    expect(test.heard()).toEqual(['12 new messages']);
  });

  it('that could not be sent are told assertively, each time', async () => {
    const test = await listen();
    test.transport.fault({ kind: 'refuse', request: 'send', error: 'forbidden', times: 2 });
    test.conversation.sendMessage('Anybody?').catch(() => undefined);
    await test.advance(settled);
    expect(test.cried()).toEqual(['Not sent: Anybody?']);
    test.conversation.retryMessage(test.messages.at(-1)!.key).catch(() => undefined);
    await test.advance(settled);
    expect(test.cried()).toEqual(['Not sent: Anybody?', 'Not sent: Anybody?']);
    expect(test.heard()).toEqual(test.cried());
  });

  it('tell of files by their names', async () => {
    const test = await listen();
    const file = {
      type: 'file',
      mediaType: 'image/png',
      url: 'https://example.com/a.png',
    } as const;
    test.transport.emit(test.id, { parts: [{ ...file, filename: 'plan.png' }, file] });
    await test.advance(settled);
    expect(test.heard()).toEqual(['Assistant: plan.png, Attachment']);
  });
});

describe('an escalation', () => {
  it('is announced step by step', async () => {
    const test = await listen();
    const tell = async (status: string, detail?: unknown): Promise<void> => {
      test.transport.tell(test.id, { type: 'status', status, detail });
      await test.advance(2_000);
    };
    await tell('escalated');
    await tell('joined', { name: 'Inês' });
    await tell('left', { name: 'Inês' });
    await tell('returned');
    await tell('active');
    expect(test.heard()).toEqual([
      'Conversation: A person has been asked to join.',
      'Conversation: Inês has joined.',
      'Conversation: Inês has left.',
      'Conversation: The assistant answers again.',
    ]);
  });
});
