import { getMessageText, type ServerMessage } from 'react-conversation-stream/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LettaRowInput } from '../../../playground/server/letta/lettaTypes.ts';
import { startLetta, type LettaServer } from '../../helpers/startLetta.ts';
import { createTestTransport, showPart, tell } from './lettaTransport.ts';
import type { LettaTransport } from 'react-conversation-stream/transports/letta';

let server: LettaServer;
beforeEach(async () => {
  server = await startLetta();
});
afterEach(() => server.close());

const { signal } = new AbortController();
const emit = (row: LettaRowInput, conversationId = server.conversationId) =>
  server.emit({ conversationId, ...row });
const show = ({ parts }: ServerMessage) => parts.map(showPart).join('');

/** Pages to the start of the conversation, oldest message first. */
async function readAll(
  transport: LettaTransport,
  limit: number,
  conversationId = server.conversationId,
): Promise<{ messages: ServerMessage[]; pages: number }> {
  const messages: ServerMessage[] = [];
  let cursor: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const page = await transport.listMessages({
      conversationId,
      limit,
      signal,
      ...(cursor === undefined ? {} : { cursor }),
    });
    messages.unshift(...page.messages);
    cursor = page.olderCursor;
    if (cursor === undefined || pages === 80) return { messages, pages };
  }
}

describe('a page', () => {
  it('has one message per row, oldest first, with what tools returned at their calls', async () => {
    emit({ kind: 'system', content: 'You are helpful.' });
    emit({ content: 'Hi', otid: 'mine' });
    emit({
      kind: 'assistant',
      reasoning: 'Hm.',
      content: 'Looking.',
      tools: [
        { name: 'a', id: 'c1', input: { q: 1 }, output: 'one' },
        { name: 'b', id: 'c2', input: {}, output: 'bad', status: 'error' },
      ],
    });
    emit({ kind: 'assistant', content: 'Done.' });
    const { messages, skipped } = await createTestTransport(server).listMessages({
      conversationId: server.conversationId,
      limit: 20,
      signal,
    });
    expect(skipped).toBeUndefined();
    expect(messages.map(show)).toEqual([
      'Hi',
      '<Hm.>Looking.[output-available:{"q":1}→one][output-error:{}→bad]',
      'Done.',
    ]);
    expect(messages[0]).toMatchObject({ role: 'user', clientId: 'mine', author: { kind: 'self' } });
    expect(messages[1]).toMatchObject({
      role: 'assistant',
      metadata: { otid: expect.any(String) },
    });
    expect(JSON.parse(JSON.stringify(messages))).toEqual(messages);
  });

  it('shows images, and leaves out what the server wrote in a person’s name', async () => {
    emit({ content: '{"type":"heartbeat","reason":"x"}' });
    emit({ content: '{"type":"login","time":1}' });
    emit({ content: '{"type":"mine"}' });
    emit({
      content: [
        { type: 'text', text: 'Look' },
        { type: 'image', source: { type: 'url', url: 'https://a/b.png' } },
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
      ],
    });
    const { messages } = await readAll(createTestTransport(server), 20);
    expect(messages.map(getMessageText)).toEqual(['{"type":"mine"}', 'Look']);
    expect(messages[1]!.parts.slice(1)).toEqual([
      { type: 'file', mediaType: 'image/*', url: 'https://a/b.png' },
      { type: 'file', mediaType: 'image/png', url: 'data:image/png;base64,AAAA' },
    ]);
  });

  it('hides thoughts that are hidden, without losing their place', async () => {
    emit({ kind: 'assistant', hiddenReasoning: 'redacted', content: 'So.' });
    expect((await readAll(createTestTransport(server), 20)).messages.map(show)).toEqual(['<>So.']);
  });

  it('is what the stream of the same run ended with', async () => {
    const text = 'A longer answer, in pieces. 😀';
    const tools = [{ name: 'look', id: 'c1', input: { a: [1] }, output: 'x' }];
    server.script({
      conversationId: server.conversationId,
      replies: [{ steps: [{ reasoning: 'Hm.', text, tools }, { text: 'End.' }] }],
    });
    const transport = createTestTransport(server);
    const message = { parts: [{ type: 'text', text: 'Hi' }] } as const;
    const request = { conversationId: server.conversationId, message, idempotencyKey: 'k', signal };
    const { events } = await tell(transport.sendMessage(request));
    const { messages } = await readAll(createTestTransport(server), 20);
    const started = events.flatMap((event) =>
      event.type === 'message-start' ? [event.message] : [],
    );
    for (const { parts: _parts, ...told } of started) {
      const { parts: _stored, ...stored } = messages.find(({ id }) => id === told.id)!;
      expect(told).toEqual(stored);
    }
  });

  it('of something that is no list is an error: asked anew it would be the same', async () => {
    server.queueFault({ kind: 'http', status: 200, body: { messages: [] } });
    const page = readAll(createTestTransport(server), 20);
    await expect(page).rejects.toMatchObject({ code: 'invalid_response', retryable: false });
  });

  it('of nonsense counts what it left out', async () => {
    const body = [null, 7, 'x', {}, { message_type: 'assistant_message', content: 'no id' }];
    server.queueFault({ kind: 'http', status: 200, body });
    const page = await createTestTransport(server).listMessages({
      conversationId: server.conversationId,
      limit: 20,
      signal,
    });
    expect(page).toEqual({ messages: [], skipped: 1 });
  });
});

describe.each(['self-hosted', 'hosted'] as const)('paging to the start, %s', (flavour) => {
  beforeEach(async () => {
    await server.close();
    server = await startLetta({ flavour });
  });
  const right = flavour === 'hosted' ? 'sort-relative' : 'chronological';

  describe.each(['auto', right] as const)('with cursorMode %s', (cursorMode) => {
    it.each([1, 2, 3, 7, 20])('shows each row exactly once, pages of %d', async (limit) => {
      // All within a second or two: dates prove nothing.
      for (let i = 0; i < 25; i += 1)
        emit(i % 3 ? { kind: 'assistant', content: `m${i}` } : { content: `m${i}` });
      const { messages } = await readAll(createTestTransport(server, { cursorMode }), limit);
      expect(messages.map(show)).toEqual(Array.from({ length: 25 }, (_, i) => `m${i}`));
    });

    it.each([1, 2, 3, 4, 5])('folds returns across the borders of pages of %d', async (limit) => {
      const wanted: string[] = [];
      for (let i = 0; i < 6; i += 1) {
        emit({ content: `q${i}`, at: 1_000_000 * i });
        const tools = [{ name: 't', id: `c${i}`, input: { i }, output: `r${i}` }];
        emit({ kind: 'assistant', content: `a${i}`, tools, at: 1_000_000 * i + 5_000 });
        wanted.push(`q${i}`, `a${i}[output-available:{"i":${i}}→r${i}]`);
      }
      const { messages } = await readAll(createTestTransport(server, { cursorMode }), limit);
      expect(messages.map(show)).toEqual(wanted);
    });
  });

  it('works in an agent’s own conversation, with agent_id and by the agent’s id', async () => {
    server.seed({ conversations: [{ id: server.agentId }] });
    for (let i = 0; i < 10; i += 1) emit({ content: `m${i}` }, server.agentId);
    const transport = createTestTransport(server, { agentId: server.agentId });
    const wanted = Array.from({ length: 10 }, (_, i) => `m${i}`);
    expect((await readAll(transport, 3, 'default')).messages.map(show)).toEqual(wanted);
    expect(server.log().every(({ query }) => query.includes(`agent_id=${server.agentId}`))).toBe(
      true,
    );
    expect((await readAll(transport, 4, server.agentId)).messages.map(show)).toEqual(wanted);
  });
});

describe('a cursor', () => {
  it('remembers what the server means by it: one wrong question in all', async () => {
    await server.close();
    server = await startLetta({ flavour: 'hosted' });
    for (let i = 0; i < 12; i += 1) emit({ content: `m${i}` });
    await readAll(createTestTransport(server), 3);
    const asked = server.log().map(({ query }) => /(before|after)=/.exec(query)?.[1]);
    expect(asked).toEqual([undefined, 'before', 'after', 'after', 'after', 'after']);
  });

  it('whose row is gone is an error, not the newest page again', async () => {
    for (let i = 0; i < 9; i += 1) emit({ content: `m${i}`, at: 1_000_000 * (i + 1) });
    const transport = createTestTransport(server);
    const { conversationId } = server;
    const page = await transport.listMessages({ conversationId, limit: 3, signal });
    server.remove({ conversationId, id: page.messages[0]!.id });
    await expect(
      transport.listMessages({ conversationId, limit: 3, signal, cursor: page.olderCursor! }),
    ).rejects.toMatchObject({ code: 'gone' });
  });

  it('is the row’s own id where the oldest part is an approval request', async () => {
    for (let i = 0; i < 3; i += 1) emit({ content: `m${i}`, at: 1_000 * (i + 1) });
    emit({
      kind: 'assistant',
      tools: [{ name: 'pay', id: 'c', input: {}, waitsFor: 'approval' }],
      at: 9_000,
    });
    const { messages } = await readAll(createTestTransport(server), 1);
    expect(messages.map(show)).toEqual(['m0', 'm1', 'm2', '[approval-requested:{}→undefined]']);
  });
});
