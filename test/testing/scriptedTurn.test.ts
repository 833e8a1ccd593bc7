import type { ConversationEvent, ServerMessage } from 'react-conversation-stream/core';
import {
  createScriptedTransport,
  createVirtualClock,
  type ScriptedReply,
  type ScriptedTransport,
  type ScriptedTransportOptions,
} from 'react-conversation-stream/testing';
import { describe, expect, it } from 'vitest';

const conversationId = 'c1';

function create(reply: ScriptedReply, options: ScriptedTransportOptions = {}): ScriptedTransport {
  const pace = { delay: 100, interval: 10, size: 4 };
  return createScriptedTransport({
    shape: 'turn',
    clock: createVirtualClock(),
    reply,
    pace,
    ...options,
  });
}

interface ReadTurn {
  readonly events: ConversationEvent[];
  readonly end: () => 'quiet' | { readonly error: unknown } | undefined;
  readonly abort: () => void;
}

type Turn = AsyncIterable<readonly ConversationEvent[]>;

/** Reads a turn as it comes. */
function read(open: (signal: AbortSignal) => Turn): ReadTurn {
  const controller = new AbortController();
  const events: ConversationEvent[] = [];
  let end: ReturnType<ReadTurn['end']>;
  const run = async (): Promise<void> => {
    for await (const batch of open(controller.signal)) events.push(...batch);
  };
  run().then(
    () => void (end = 'quiet'),
    (error: unknown) => void (end = { error }),
  );
  return { events, end: () => end, abort: () => controller.abort() };
}

const send = (transport: ScriptedTransport, text: string): ReadTurn =>
  read(
    (signal) =>
      transport.sendMessage!({
        conversationId,
        message: { parts: [{ type: 'text', text }] },
        idempotencyKey: text,
        signal,
      }) as Turn,
  );

const resume = (transport: ScriptedTransport, after?: string): ReadTurn =>
  read((signal) =>
    transport.resumeTurn!({ conversationId, signal, ...(after !== undefined && { after }) }),
  );

const typesOf = ({ events }: ReadTurn): string[] =>
  events.map(({ type }) => type).filter((type) => type !== 'cursor');

/** The text that the deltas of a turn make, whatever its parts are said to be in the end. */
const textOf = ({ events }: ReadTurn): string => {
  const parts = new Map<string, string>();
  for (const event of events) {
    if (event.type === 'part-set' && 'text' in event.part && event.part.state === 'streaming')
      parts.set(event.partId, event.part.text);
    if (event.type === 'part-delta')
      parts.set(event.partId, parts.get(event.partId)! + event.delta);
  }
  return [...parts.values()].join('');
};

const answerOf = (transport: ScriptedTransport): ServerMessage | undefined =>
  transport.messages(conversationId).findLast(({ role }) => role === 'assistant');

describe('a turn of a scripted transport', () => {
  it('is taken, streams and ends', async () => {
    const transport = create([{ type: 'reasoning', text: 'Hm.' }, 'Hello 👋🏽 there']);
    const turn = send(transport, 'Hi');
    await transport.advance(0);
    expect(typesOf(turn)).toEqual(['open', 'message']);
    await transport.advance(1_000);
    expect(turn.end()).toBe('quiet');
    expect(textOf(turn)).toBe('Hm.Hello 👋🏽 there');
    expect(typesOf(turn)).toContain('part-delta');
    expect(turn.events.at(-2)).toMatchObject({ type: 'message-end', status: 'complete' });
    expect(answerOf(transport)?.parts).toEqual([
      { type: 'reasoning', text: 'Hm.', state: 'done' },
      { type: 'text', text: 'Hello 👋🏽 there', state: 'done' },
    ]);
  });

  it('requests nothing before it is read', async () => {
    const transport = create('Hello');
    void transport.sendMessage!({
      conversationId,
      message: { parts: [] },
      idempotencyKey: 'k',
      signal: new AbortController().signal,
    });
    await transport.advance(1_000);
    expect(transport.requests).toEqual([]);
  });

  it('shows a tool at work', async () => {
    const tool = { type: 'tool-weather', toolCallId: 't1', input: { city: 'Bern' } } as const;
    const transport = create([
      { ...tool, state: 'input-available' },
      { type: 'wait', delay: 500 },
      { ...tool, state: 'output-available', output: { degrees: 12 } },
      'It is 12 °C.',
    ]);
    const turn = send(transport, 'Weather?');
    await transport.advance(400);
    expect(turn.events.findLast(({ type }) => type === 'part-set')).toMatchObject({
      partId: 't1',
      part: { state: 'input-available' },
    });
    await transport.advance(1_000);
    expect(answerOf(transport)?.parts).toMatchObject([
      { state: 'output-available', output: { degrees: 12 } },
      { text: 'It is 12 °C.' },
    ]);
  });

  it('ends with the error of an agent that fails, its text kept', async () => {
    const transport = create(['Half', { type: 'error' }, 'never']);
    const turn = send(transport, 'Hi');
    await transport.advance(1_000);
    expect(turn.events.at(-2)).toMatchObject({
      type: 'message-end',
      status: 'error',
      error: { code: 'agent_error' },
    });
    expect(answerOf(transport)).toMatchObject({ status: 'error', parts: [{ text: 'Half' }] });
  });

  it('goes on after a drop, and can be resumed at every cursor without a hole or a double', async () => {
    const text = 'An answer in many pieces, none of them lost.';
    const whole = create(text);
    const reference = send(whole, 'Hi');
    await whole.advance(5_000);
    const cursors = reference.events.flatMap((event) =>
      event.type === 'cursor' ? [event.cursor] : [],
    );
    expect(cursors.length).toBeGreaterThan(8);
    for (const cursor of cursors) {
      const transport = create(text);
      const turn = send(transport, 'Hi');
      while (!turn.events.some((event) => event.type === 'cursor' && event.cursor === cursor))
        await transport.advance(5);
      transport.fault({ kind: 'drop' });
      await transport.advance(15);
      expect(turn.end()).toBeDefined();
      const rest = resume(transport, cursor);
      await transport.advance(5_000);
      expect(textOf({ ...turn, events: [...turn.events, ...rest.events] })).toBe(text);
      expect(rest.end()).toBe('quiet');
    }
  });

  it('is told from its start to a page that was loaded again', async () => {
    const transport = create('A longer answer');
    const turn = send(transport, 'Hi');
    await transport.advance(120);
    turn.abort();
    await transport.advance(0);
    const again = resume(transport);
    await transport.advance(5_000);
    expect(typesOf(again).slice(0, 2)).toEqual(['open', 'message-start']);
    expect(textOf(again)).toBe('A longer answer');
  });

  it('has nothing to resume when none runs, and refuses a cursor it forgot', async () => {
    const transport = create('Done', { continuity: 'cursor-checked' });
    expect(resume(transport).events).toEqual([]);
    send(transport, 'Hi');
    await transport.advance(5_000);
    const after = resume(transport);
    await transport.advance(0);
    expect(after).toMatchObject({ events: [] });
    expect(after.end()).toBe('quiet');
    transport.fault({ kind: 'forget-cursors' });
    const dead = resume(transport, '1');
    await transport.advance(0);
    expect(dead.end()).toMatchObject({ error: { code: 'gone', status: 410 } });
  });

  it('stops when it is cancelled, its text kept', async () => {
    const clock = createVirtualClock();
    const transport = create('One two three four five six', { clock });
    const turn = send(transport, 'Hi');
    await transport.advance(130);
    const { signal } = new AbortController();
    await transport.cancelTurn!({ conversationId, signal });
    await transport.advance(0);
    expect(turn.end()).toBe('quiet');
    expect(answerOf(transport)?.status).toBe('stopped');
    expect(answerOf(transport)?.parts).toMatchObject([{ text: textOf(turn) }]);
    expect(transport.openStreams).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is refused before it is taken', async () => {
    const transport = create('Hello');
    transport.fault({ kind: 'refuse', request: 'send', error: 'rate_limited' });
    const turn = send(transport, 'Hi');
    await transport.advance(1_000);
    expect(turn.events).toEqual([]);
    expect(turn.end()).toMatchObject({ error: { code: 'rate_limited', retryable: true } });
    expect(transport.messages(conversationId)).toEqual([]);
  });

  it('is one turn for one idempotency key', async () => {
    const transport = create('Hello');
    const turns = [send(transport, 'Hi'), send(transport, 'Hi')];
    await transport.advance(1_000);
    expect(turns.map(textOf)).toEqual(['Hello', 'Hello']);
    expect(transport.messages(conversationId)).toHaveLength(2);
  });

  it('answers once more', async () => {
    let count = 0;
    const transport = create(undefined, { reply: () => `Answer ${(count += 1)}` });
    send(transport, 'Hi');
    await transport.advance(1_000);
    const old = answerOf(transport)!;
    const turn = read((signal) =>
      transport.regenerate!({ conversationId, idempotencyKey: 'r1', signal }),
    );
    await transport.advance(1_000);
    expect(turn.events).toContainEqual({ type: 'message-deleted', messageId: old.id });
    expect(transport.messages(conversationId)).toMatchObject([
      { role: 'user' },
      { parts: [{ text: 'Answer 2' }] },
    ]);
  });

  it.each([true, false])('waits for an approval and goes on (approved: %s)', async (isApproved) => {
    const tool = { type: 'tool-pay', toolCallId: 't1', input: { amount: 5 } } as const;
    const transport = create([
      { ...tool, state: 'approval-requested', approval: { id: 'a1' } },
      'Paid.',
    ]);
    const asked = send(transport, 'Pay');
    await transport.advance(1_000);
    expect(asked.end()).toBe('quiet');
    expect(textOf(asked)).toBe('');
    const answered = read(
      (signal) =>
        transport.respondToApproval!({
          conversationId,
          approvalId: 'a1',
          isApproved,
          signal,
        }) as Turn,
    );
    await transport.advance(1_000);
    expect(answered.end()).toBe('quiet');
    expect(textOf(answered)).toBe(isApproved ? 'Paid.' : '');
    expect(answerOf(transport)?.parts[0]).toMatchObject({
      state: isApproved ? 'approval-responded' : 'output-denied',
      approval: { id: 'a1', approved: isApproved },
    });
  });
});
