import { getMessageText } from 'react-conversation-stream/core';
import { createTestConversation } from 'react-conversation-stream/testing';
import type { TestConversation, TestConversationOptions } from 'react-conversation-stream/testing';
import { describe, expect, it, onTestFinished } from 'vitest';

async function startTurns(options: TestConversationOptions): Promise<TestConversation> {
  const test = createTestConversation({ shape: 'turn', messages: ['Hello'], ...options });
  const release = test.conversation.connect();
  onTestFinished(async () => {
    release();
    test.dispose();
    await test.advance(0);
    expect(test.clock.pendingTimers).toBe(0);
    expect(test.transport.openStreams).toBe(0);
  });
  await test.until(({ isPending }) => !isPending);
  return test;
}

const textsOf = ({ messages }: TestConversation): string[] => messages.map(getMessageText);
const stored = (test: TestConversation): string[] =>
  test.transport.messages(test.id).map(getMessageText);

describe('a conversation with a scripted turn backend', () => {
  it('is submitted, streams and is ready again', async () => {
    const test = await startTurns({ reply: 'An answer in some pieces.' });
    const answer = test.conversation.sendMessage('Hi');
    await test.until(({ status }) => status === 'submitted');
    await test.until(({ status }) => status === 'streaming');
    await test.until(({ status }) => status === 'ready');
    expect(await answer).toMatchObject({ role: 'assistant', status: 'complete' });
    expect(textsOf(test)).toEqual(['Hello', 'Hi', 'An answer in some pieces.']);
    expect(stored(test)).toEqual(textsOf(test));
  });

  it('goes on where a drop broke it', async () => {
    const test = await startTurns({
      reply: ['The first half', { type: 'drop' }, { type: 'wait', delay: 3_000 }, ', the second.'],
    });
    void test.conversation.sendMessage('Hi');
    await test.advance(30_000);
    expect(textsOf(test)).toEqual(['Hello', 'Hi', 'The first half, the second.']);
    expect(test.state.status).toBe('ready');
    expect(test.transport.requests.some(({ kind }) => kind === 'resume')).toBe(true);
  });

  it('stops on the server, too', async () => {
    const test = await startTurns({ reply: 'A long answer. '.repeat(40) });
    void test.conversation.sendMessage('Hi').catch(() => undefined);
    await test.until(({ status }) => status === 'streaming');
    await test.advance(500);
    void test.conversation.stop();
    await test.advance(10_000);
    expect(test.messages.at(-1)?.status).toBe('stopped');
    expect(test.transport.messages(test.id).at(-1)?.status).toBe('stopped');
    expect(test.state.status).toBe('ready');
  });

  it('shows an agent that fails', async () => {
    const test = await startTurns({ reply: ['Half an', { type: 'error' }] });
    void test.conversation.sendMessage('Hi').catch(() => undefined);
    await test.advance(5_000);
    expect(test.messages.at(-1)).toMatchObject({ status: 'error', parts: [{ text: 'Half an' }] });
    expect(test.state).toMatchObject({ status: 'error', error: { code: 'agent_error' } });
  });

  it('answers again when asked to', async () => {
    let count = 0;
    const test = await startTurns({ reply: () => `Answer ${(count += 1)}` });
    void test.conversation.sendMessage('Hi');
    await test.advance(5_000);
    void test.conversation.regenerate();
    await test.advance(5_000);
    expect(textsOf(test)).toEqual(['Hello', 'Hi', 'Answer 2']);
  });

  it('asks for an approval and goes on with it', async () => {
    const tool = { type: 'tool-pay', toolCallId: 't1', input: { amount: 5 } } as const;
    const test = await startTurns({
      reply: [{ ...tool, state: 'approval-requested', approval: { id: 'a1' } }, 'Paid.'],
    });
    void test.conversation.sendMessage('Pay');
    await test.advance(5_000);
    expect(test.messages.at(-1)?.parts).toMatchObject([{ state: 'approval-requested' }]);
    void test.conversation.respondToApproval({ approvalId: 'a1', isApproved: true });
    await test.advance(5_000);
    expect(test.messages.at(-1)?.parts).toMatchObject([
      { state: 'approval-responded' },
      { text: 'Paid.' },
    ]);
    expect(test.state.status).toBe('ready');
  });
});
