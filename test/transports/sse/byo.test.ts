import { readFileSync } from 'node:fs';
import { type ConversationState } from 'react-conversation-stream/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConversation, type OpenConversation } from '../../helpers/openConversation.ts';
import { startByo, type RunningByo } from './startByo.ts';

/* The worked example, whole: its server, its transport, and a conversation over both. */
const room = 'lobby';
let byo: RunningByo;
let chat: OpenConversation;

beforeEach(async () => {
  byo = await startByo((text) => (text.endsWith('?') ? `You asked: ${text}` : undefined));
  chat = openConversation({ transport: byo.transport }, room);
});
afterEach(async () => {
  chat.client.dispose();
  await byo.close();
});

const isLive = (state: ConversationState) => state.continuity === 'live';
const stored = () => byo.notes(room).map(({ text }) => text);
const say = (text: string) => byo.say(room, 'bot', text);

it('its transport is at most 30 lines of code', () => {
  const lines = readFileSync('playground/examples/byoTransport.ts', 'utf8').split('\n');
  const code = lines.filter((line) => line.trim() !== '' && !line.trim().startsWith('//'));
  expect(code.length).toBeLessThanOrEqual(30);
});

it('the guide shows it as it is', () => {
  const readCall = (path: string): string => {
    const [, call = ''] =
      /createSseTransport\(\{\n(.*?)\n  \}\);/s.exec(readFileSync(path, 'utf8')) ?? [];
    return call.replaceAll(/^ *(\/\/.*|\.\.\.options,)\n/gm, '');
  };
  const shown = readCall('stories/docs/WriteATransport.mdx');
  expect(shown).toBe(readCall('playground/examples/byoTransport.ts'));
  expect(shown).toContain('readMessage');
});

describe('a conversation', () => {
  it('shows history, then what arrives, and older pages on demand', async () => {
    for (let i = 1; i <= 47; i += 1) say(`note ${i}`);
    await chat.until(isLive);
    say('live');
    await chat.until(({ keys }) => keys.length > 20);
    while (chat.state().hasOlderMessages) await chat.conversation.loadOlderMessages();
    expect(chat.texts()).toEqual(stored());
  });

  it('sends once, whoever answers first, and gets the answer', async () => {
    await chat.until(isLive);
    const message = await chat.conversation.sendMessage('anybody here?');
    expect(message).toMatchObject({ status: 'complete', role: 'user' });
    await chat.until(({ keys }) => keys.length === 2);
    expect(chat.texts()).toEqual(['anybody here?', 'You asked: anybody here?']);
    for (const { keys } of chat.states) expect(new Set(keys).size).toBe(keys.length);
  });

  it('loses and doubles nothing through drops', async () => {
    await chat.until(isLive);
    for (let i = 1; i <= 5; i += 1) {
      say(`heard ${i}`);
      byo.drop(room);
      say(`missed ${i}`);
      await chat.until((state) => isLive(state) && state.keys.length === 2 * i);
    }
    expect(chat.texts()).toEqual(stored());
  });

  it('takes back what is removed and changes what is edited, also while away', async () => {
    const [first, second] = [say('one'), say('two')];
    say('three');
    await chat.until((state) => isLive(state) && state.keys.length === 3);
    byo.remove(room, first.id);
    await chat.until(({ keys }) => keys.length === 2);
    byo.drop(room);
    byo.edit(room, second.id, 'two, edited');
    await chat.until(({ revision }) => revision > 0 && chat.texts()[0] === 'two, edited');
    expect(chat.texts()).toEqual(['two, edited', 'three']);
  });

  it('knows who speaks', async () => {
    byo.say(room, 'host', 'Welcome');
    await chat.until(({ keys }) => keys.length === 1);
    const { messages } = await byo.transport.listMessages({
      conversationId: room,
      limit: 5,
      signal: AbortSignal.timeout(5_000),
    });
    expect(messages).toMatchObject([{ role: 'assistant', author: { id: 'host', kind: 'human' } }]);
  });
});

it('a cursor of an earlier life of the server is refused, and history heals', async () => {
  await chat.until(isLive);
  say('before');
  await chat.until(({ keys }) => keys.length === 1);
  const { openFeed } = byo.transport;
  const signal = AbortSignal.timeout(5_000);
  const batches = openFeed!({ conversationId: room, after: 'other-3', signal });
  await expect(batches[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'gone' });
});
