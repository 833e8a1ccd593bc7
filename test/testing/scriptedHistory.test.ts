import { getMessageText, type MessagePage } from 'react-conversation-stream/core';
import {
  createScriptedTransport,
  createTestMessages,
  createVirtualClock,
  type ScriptedTransport,
} from 'react-conversation-stream/testing';
import { describe, expect, it } from 'vitest';

const { signal } = new AbortController();

const readPage = (transport: ScriptedTransport, cursor?: string): Promise<MessagePage> =>
  transport.listMessages({
    conversationId: 'c1',
    limit: 3,
    signal,
    ...(cursor !== undefined && { cursor }),
  });

const idsOf = ({ messages }: MessagePage): string[] => messages.map(({ id }) => id);

describe('history of a scripted transport', () => {
  it('comes page by page, newest first, each oldest first', async () => {
    const transport = createScriptedTransport({ conversations: { c1: createTestMessages(7) } });
    const newest = await readPage(transport);
    const middle = await readPage(transport, newest.olderCursor);
    const oldest = await readPage(transport, middle.olderCursor);
    expect([idsOf(oldest), idsOf(middle), idsOf(newest)]).toEqual([
      ['m1'],
      ['m2', 'm3', 'm4'],
      ['m5', 'm6', 'm7'],
    ]);
    expect(oldest.olderCursor).toBeUndefined();
  });

  it('does not move under its cursors', async () => {
    const transport = createScriptedTransport({ conversations: { c1: createTestMessages(7) } });
    const { olderCursor } = await readPage(transport);
    transport.emit('c1', 'newer');
    transport.delete('c1', 'm5');
    expect(idsOf(await readPage(transport, olderCursor))).toEqual(['m2', 'm3', 'm4']);
  });

  it('fills in what a script leaves out', async () => {
    const clock = createVirtualClock(Date.UTC(2026, 4, 1));
    const transport = createScriptedTransport({
      clock,
      conversations: { c1: ['One', { id: 'x', role: 'user', text: 'Two' }] },
    });
    const { messages } = await readPage(transport);
    expect(messages.map((message) => [message.id, message.role, getMessageText(message)])).toEqual([
      ['m1', 'assistant', 'One'],
      ['x', 'user', 'Two'],
    ]);
    expect(messages.map(({ createdAt }) => createdAt - clock.now())).toEqual([-120_000, -60_000]);
  });

  it('is empty for a conversation nobody scripted', async () => {
    expect(await readPage(createScriptedTransport())).toEqual({ messages: [] });
  });

  it('takes the time it is told to, and notes every request', async () => {
    const clock = createVirtualClock(0);
    const transport = createScriptedTransport({ clock, latency: 400 });
    let isDone = false;
    void readPage(transport).then(() => (isDone = true));
    await transport.advance(399);
    expect(isDone).toBe(false);
    await transport.advance(1);
    expect(isDone).toBe(true);
    expect(transport.requests).toEqual([{ kind: 'history', conversationId: 'c1', at: 0 }]);
  });

  it('tells who advances a clock that is not virtual what to do', () => {
    expect(() => createScriptedTransport().advance(1)).toThrow('createVirtualClock()');
  });
});
