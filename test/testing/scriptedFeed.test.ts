import { getMessageText } from 'react-conversation-stream/core';
import { createTestConversation, createTestMessages } from 'react-conversation-stream/testing';
import type { TestConversation, TestConversationOptions } from 'react-conversation-stream/testing';
import { describe, expect, it, onTestFinished } from 'vitest';

async function startLive(options: TestConversationOptions = {}): Promise<TestConversation> {
  const test = createTestConversation({ messages: ['Hello'], ...options });
  const release = test.conversation.connect();
  onTestFinished(async () => {
    release();
    test.dispose();
    await test.advance(0);
    expect(test.clock.pendingTimers).toBe(0);
    expect(test.environment.listenerCount).toBe(0);
  });
  await test.until(({ continuity }) => continuity === 'live');
  return test;
}

const textsOf = ({ messages }: TestConversation): string[] => messages.map(getMessageText);
const stored = (test: TestConversation): string[] =>
  test.transport.messages(test.id).map(getMessageText);

describe('the feed of a scripted transport', () => {
  it('brings what is emitted, edited and deleted', async () => {
    const test = await startLive();
    const { id } = test.transport.emit(test.id, 'Second');
    test.transport.emit(test.id, { id: 'x', role: 'user', text: 'Third' });
    await test.advance();
    expect(textsOf(test)).toEqual(['Hello', 'Second', 'Third']);
    test.transport.edit(test.id, id, 'Second, edited');
    test.transport.delete(test.id, 'x');
    await test.advance();
    expect(textsOf(test)).toEqual(['Hello', 'Second, edited']);
    expect(stored(test)).toEqual(textsOf(test));
  });

  it('streams what the agent says, at its pace', async () => {
    const test = await startLive({ pace: { delay: 100, interval: 50, size: 5 } });
    const said = test.transport.say(test.id, 'Hello world');
    await test.advance(120);
    expect(test.messages.at(-1)).toMatchObject({
      status: 'streaming',
      parts: [{ type: 'text', text: 'Hello', state: 'streaming' }],
    });
    await test.advance(500);
    expect(test.messages.at(-1)).toMatchObject({
      status: 'complete',
      parts: [{ type: 'text', text: 'Hello world', state: 'done' }],
    });
    expect(await said).toMatchObject({ parts: [{ text: 'Hello world' }] });
  });

  it('tells who joins in the middle of an answer what was said so far, once', async () => {
    const test = await startLive({ policy: { backoff: () => 40 } });
    const text = 'A rather long answer that goes on while the stream breaks.';
    void test.transport.say(test.id, [text.slice(0, 20), { type: 'drop' }, text.slice(20)]);
    await test.advance(10_000);
    expect(textsOf(test)).toEqual(['Hello', text]);
    expect(test.messages.at(-1)?.status).toBe('complete');
    expect(test.transport.requests.filter(({ kind }) => kind === 'feed')).toHaveLength(2);
  });

  it('tells the state of the conversation', async () => {
    const test = await startLive();
    void test.transport.say(test.id, [{ type: 'status', status: 'escalated' }]);
    await test.advance();
    expect(test.state.conversationStatus).toEqual({ status: 'escalated', detail: undefined });
  });

  it('stays open for hours, by its heartbeats', async () => {
    const test = await startLive();
    await test.advance(3 * 60 * 60_000);
    expect(test.transport.requests.filter(({ kind }) => kind === 'feed')).toHaveLength(1);
    expect(test.transport.openStreams).toBe(1);
  });
});

describe('a send', () => {
  it('is stored, echoed and answered', async () => {
    const test = await startLive({ reply: ({ parts }) => `You said ${JSON.stringify(parts)}` });
    const sent = test.conversation.sendMessage('Hi');
    await test.advance(5_000);
    expect(textsOf(test)).toEqual(['Hello', 'Hi', 'You said [{"type":"text","text":"Hi"}]']);
    expect(await sent).toMatchObject({ status: 'complete', role: 'user' });
    expect(stored(test)).toEqual(textsOf(test));
  });

  it('that is refused fails, and works when it is tried again', async () => {
    const test = await startLive();
    test.transport.fault({ kind: 'refuse', request: 'send', error: 'forbidden' });
    const failed = test.conversation.sendMessage('Hi').catch((error: unknown) => error);
    await test.advance();
    expect(await failed).toMatchObject({ code: 'forbidden' });
    expect(test.messages.at(-1)?.status).toBe('failed');
    void test.conversation.retryMessage(test.messages.at(-1)!.key);
    await test.advance();
    expect(test.messages.at(-1)?.status).toBe('complete');
  });

  it('whose answer is lost is stored once', async () => {
    const test = await startLive();
    test.transport.fault({ kind: 'lose-answer' });
    void test.conversation.sendMessage('Hi');
    await test.advance(10_000);
    expect(stored(test)).toEqual(['Hello', 'Hi']);
    expect(textsOf(test)).toEqual(['Hello', 'Hi']);
    expect(test.transport.requests.filter(({ kind }) => kind === 'send')).toHaveLength(2);
  });
});

describe('faults', () => {
  it.each(['drop', 'close', 'half-open', 'forget-cursors'] as const)(
    'of the open stream (%s) heal',
    async (kind) => {
      const test = await startLive();
      test.transport.fault({ kind });
      if (kind === 'forget-cursors') test.transport.fault({ kind: 'drop' });
      test.transport.emit(test.id, 'While away');
      await test.advance(100);
      expect(textsOf(test)).toEqual(['Hello']);
      await test.advance(60_000);
      expect(textsOf(test)).toEqual(['Hello', 'While away']);
      expect(test.state.continuity).toBe('live');
    },
  );

  it('of the next events do not show in the transcript', async () => {
    const test = await startLive();
    test.transport.fault({ kind: 'duplicate' });
    test.transport.fault({ kind: 'garble' });
    test.transport.emit(test.id, 'Twice');
    test.transport.emit(test.id, 'Garbled');
    await test.advance(5_000);
    expect(textsOf(test)).toEqual(['Hello', 'Twice', 'Garbled']);
    expect(test.conversation.getDiagnostics().get('malformed_event')).toBe(1);
  });

  it('refuse the feed for good', async () => {
    const test = await startLive();
    test.transport.fault({ kind: 'refuse', request: 'feed', error: 'unauthorized', times: 9 });
    test.transport.fault({ kind: 'drop' });
    await test.advance(30_000);
    expect(test.state.connection.status).toBe('unauthorized');
  });

  it('delay requests, up to never', async () => {
    const test = await startLive({ messages: createTestMessages(30) });
    test.transport.fault({ kind: 'delay', request: 'history', delay: Infinity });
    void test.conversation.loadOlderMessages();
    await test.advance(29_000);
    expect(test.state.isLoadingOlderMessages).toBe(true);
    await test.advance(20_000);
    expect(test.state.isLoadingOlderMessages).toBe(false);
    expect(test.messages).toHaveLength(30);
  });

  it('leave a gap when more was missed than is read back', async () => {
    const test = await startLive({ client: { pageSize: 5 } });
    test.transport.fault({ kind: 'forget-cursors' });
    test.transport.fault({ kind: 'drop' });
    for (const message of createTestMessages(80)) test.transport.emit(test.id, message);
    await test.advance(20_000);
    expect(test.state.continuity).toBe('gap');
    for (let page = 0; page < 10; page += 1) {
      void test.conversation.loadOlderMessages();
      await test.advance();
    }
    expect(textsOf(test)).toEqual(stored(test));
    expect(test.state.continuity).toBe('live');
  });

  it('by chance are the same for the same seed, and lose nothing', async () => {
    const run = async (seed: number): Promise<unknown> => {
      const test = await startLive({ seed });
      const rates = { drop: 0.2, duplicate: 0.2, garble: 0.1, refuse: 0.2, 'half-open': 0.05 };
      test.transport.configure({ faults: rates, latency: [10, 500] });
      for (let index = 0; index < 40; index += 1) {
        test.transport.emit(test.id, `Message ${index}`);
        await test.advance(700);
      }
      test.transport.configure({ faults: {} });
      await test.advance(120_000);
      expect(textsOf(test)).toEqual(stored(test));
      expect(test.state.continuity).toBe('live');
      return test.transport.requests;
    };
    const [first, same, other] = [await run(7), await run(7), await run(8)];
    expect(first).toEqual(same);
    expect(first).not.toEqual(other);
  });

  it('take the network away and give it back', async () => {
    const test = await startLive();
    await test.goOffline();
    void test.conversation.sendMessage('Later');
    test.transport.emit(test.id, 'Meanwhile');
    await test.advance(10_000);
    expect(test.state.connection.status).toBe('offline');
    expect(test.messages.at(-1)).toMatchObject({ status: 'queued' });
    await test.goOnline();
    await test.advance(5_000);
    expect(test.state.connection.status).toBe('open');
    expect(textsOf(test)).toEqual(['Hello', 'Meanwhile', 'Later']);
  });
});
