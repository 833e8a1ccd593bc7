import { getMessageText, type Message, type ServerMessage } from 'react-conversation-stream/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLexey, type LexeyServer } from '../../helpers/startLexey.ts';
import { createTestTransport, readTurn } from './readTurn.ts';

let server: LexeyServer;

beforeEach(async () => {
  server = await startLexey();
});
afterEach(() => server.close());

const { signal } = new AbortController();
const list = () =>
  createTestTransport(server).listMessages({ conversationId: 'cv_1', limit: 20, signal });
const idsOf = (messages: readonly ServerMessage[]) => messages.map(({ id }) => id);
const answer = (body: unknown) =>
  server.queueFault({
    kind: 'wrong-type',
    type: 'application/json',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    match: { route: 'history' },
  });
const seed = (...messages: Parameters<LexeyServer['emit']>[0][]) => {
  for (const message of messages) server.emit(message);
};
const line = (content: string, role: 'user' | 'assistant' = 'assistant') => ({
  conversationId: 'cv_1',
  role,
  content,
});

describe('history', () => {
  it('is one page of everything, oldest first', async () => {
    for (let index = 0; index < 45; index += 1) seed(line(`m${index}`));
    const page = await list();
    expect(page.messages.map(getMessageText)).toEqual(server.contents());
    expect(page).toMatchObject({ skipped: 0 });
    expect(page.olderCursor).toBeUndefined();
    expect(page.messages[0]).toMatchObject({
      conversationId: 'cv_1',
      role: 'assistant',
      metadata: { role: 'assistant', createdAt: server.messages('cv_1')[0]!.createdAt },
    });
  });

  it('has ids that stay while it grows and while a text changes', async () => {
    seed(line('a', 'user'), line('a'), line('a'), line('a', 'user'));
    const before = idsOf((await list()).messages);
    expect(new Set(before).size).toBe(4);
    seed(line('b'));
    server.edit({ conversationId: 'cv_1', index: 1, content: 'A' });
    expect(idsOf((await list()).messages).slice(0, 4)).toEqual(before);
  });

  it('has the ids of the others unchanged when its oldest entries go', async () => {
    for (const [index, content] of ['a', 'b', 'c'].entries())
      server.emit({ ...line(content), createdAt: new Date(1_000 * index).toISOString() });
    const before = idsOf((await list()).messages);
    server.remove({ conversationId: 'cv_1', index: 0 });
    expect(idsOf((await list()).messages)).toEqual(before.slice(1));
  });

  it('keeps its order whatever the times say, and entries without one', async () => {
    const times = ['2026-01-01T00:00:02.000Z', '2026-01-01T00:00:01.000Z', 'never', undefined, 7];
    answer({
      messages: times.map((createdAt, index) => ({ role: 'user', content: `${index}`, createdAt })),
    });
    const { messages } = await list();
    expect(messages.map(getMessageText)).toEqual(['0', '1', '2', '3', '4']);
    expect(new Set(idsOf(messages)).size).toBe(5);
    for (const [index, { createdAt }] of messages.entries())
      expect(createdAt).toBeGreaterThanOrEqual(messages[index - 1]?.createdAt ?? 0);
  });

  it('leaves out what is no message and counts it; roles it does not know are the other side', async () => {
    answer({
      messages: [
        null,
        7,
        { role: 'user' },
        { content: 'x' },
        { role: 'operator', content: 'good', createdAt: '2026-01-01T00:00:00Z', __proto__: null },
        { role: 'user', content: { text: 'x' } },
        { role: '__proto__', content: 'too', createdAt: 'constructor' },
      ],
    });
    const { messages, skipped } = await list();
    expect(messages.map(getMessageText)).toEqual(['good', 'too']);
    expect(messages.map(({ role }) => role)).toEqual(['assistant', 'assistant']);
    expect(skipped).toBe(5);
  });

  it.each([[null], [{}], [{ messages: null }], [[]], ['"text"']])(
    'that is %j is an error: asked anew it would be the same',
    async (body) => {
      answer(body);
      await expect(list()).rejects.toMatchObject({ code: 'invalid_response', retryable: false });
    },
  );

  it('that is cut short may be asked for again', async () => {
    answer('{"messages":[');
    await expect(list()).rejects.toMatchObject({ code: 'invalid_response', retryable: true });
  });

  it('refused with 429 may be asked for again: only sends are limited', async () => {
    server.queueFault({ kind: 'http', status: 429, match: { route: 'history' } });
    await expect(list()).rejects.toMatchObject({ code: 'rate_limited', retryable: true });
  });
});

describe('a new conversation', () => {
  it('has the id the server gave', async () => {
    const { conversationId } = await createTestTransport(server).createConversation({ signal });
    expect(server.messages(conversationId)).toEqual([]);
    expect(server.log()[0]).toMatchObject({ method: 'POST', route: 'create', body: '' });
  });

  it.each([{}, { conversationId: '' }, { conversationId: 7 }])(
    'is an error for %j',
    async (body) => {
      const json = JSON.stringify(body);
      server.queueFault({ kind: 'wrong-type', type: 'application/json', body: json });
      await expect(
        createTestTransport(server).createConversation({ signal }),
      ).rejects.toMatchObject({
        code: 'invalid_response',
        retryable: false,
      });
    },
  );
});

describe('what a conversation is told of the transport', () => {
  it('one whole list, no feed, no stop on the server, nothing sent twice', () => {
    const transport = createTestTransport(server);
    expect(transport).toMatchObject({
      name: 'lexey',
      scope: server.baseUrl,
      continuity: 'none',
      capabilities: { canSend: true, canStop: false, isSendIdempotent: false, history: 'whole' },
      policy: { idleTimeout: 60_000, headersTimeout: 30_000, turnTimeout: 125_000 },
    });
    expect(transport.openFeed).toBeUndefined();
    expect(transport.resumeTurn).toBeUndefined();
    expect(transport.cancelTurn).toBeUndefined();
    expect(transport.policy.recoveryDelays).toEqual([1_000, 3_000, 8_000]);
  });

  it('history is read every ten seconds while escalated, or as often as asked, or never', () => {
    const intervals = [undefined, 3_000, false as const].map((pollInterval) => {
      const { policy } = createTestTransport(
        server,
        pollInterval === undefined ? {} : { pollInterval },
      );
      return [policy.pollInterval?.('escalated'), policy.pollInterval?.('active')];
    });
    expect(intervals).toEqual([
      [10_000, undefined],
      [3_000, undefined],
      [undefined, undefined],
    ]);
  });
});

describe('which entry is the stored form of what streamed', () => {
  const local = (
    text: string,
    status: Message['status'] = 'complete',
    role: Message['role'] = 'assistant',
  ): Message => ({
    key: 'k',
    id: 'k',
    conversationId: 'cv_1',
    role,
    parts: [{ type: 'text', text }],
    createdAt: 0,
    status,
  });
  const entry = (text: string, role: Message['role'] = 'assistant'): ServerMessage => ({
    id: 'e',
    conversationId: 'cv_1',
    role,
    parts: [{ type: 'text', text }],
    createdAt: 0,
  });
  const cases: [string, Message, ServerMessage, boolean][] = [
    ['a send and its text', local('hi', 'sending', 'user'), entry('hi', 'user'), true],
    ['a send that was stored trimmed', local('hi\n', 'sending', 'user'), entry('hi', 'user'), true],
    ['a send and another', local('hi', 'sending', 'user'), entry('hi!', 'user'), false],
    ['a send and a reply of the same text', local('hi', 'sending', 'user'), entry('hi'), false],
    ['a reply and its text', local('Our hours'), entry('Our hours'), true],
    ['a whole reply and a person', local('Our hours'), entry('Hi, Maya here'), false],
    ['an empty reply and nothing', local(''), entry(''), true],
    ['an empty reply and a person', local(''), entry('Hi, Maya here'), false],
    ['the beginning of a running reply', local('Our', 'streaming'), entry('Our hours'), true],
    ['a running reply without a word', local('', 'streaming'), entry('Hi, Maya here'), false],
    ['a cut reply and the whole', local('Our ho', 'interrupted'), entry('Our hours'), true],
    [
      'a reply with a hole and the whole',
      local('Ourours', 'interrupted'),
      entry('Our hours'),
      true,
    ],
    ['a cut reply and another text', local('Our ho', 'interrupted'), entry('Hi, Maya here'), false],
    ['a cut reply without a word', local('', 'interrupted'), entry('Our hours'), true],
    ['what was stopped', local('Our ho', 'stopped'), entry('Our hours'), true],
    ['what was stopped before a word', local('', 'stopped'), entry('Hi, Maya here'), false],
  ];
  it.each(cases)('%s', (_, message, incoming, isSame) => {
    const transport = createTestTransport(server);
    expect(transport.matchesSend?.(message as never, incoming as never)).toBe(isSame);
  });

  it('both bases answer a send the same way', async () => {
    const transport = createTestTransport(server, {
      baseUrl: server.managementUrl,
      apiKey: server.managementKey,
    });
    const { conversationId } = await transport.createConversation({ signal });
    server.script({ conversationId, replies: [[{ text: 'Yes' }]] });
    const turn = {
      ...transport,
      sendMessage: (request: Parameters<typeof transport.sendMessage>[0]) =>
        transport.sendMessage({ ...request, conversationId }),
    };
    expect(await readTurn(turn)).toMatchObject({ text: 'Yes', status: 'complete' });
  });
});
