import { act, screen, waitFor } from '@testing-library/react';
import { memo, useState, type ReactElement } from 'react';
import {
  useConnection,
  useConversationStream,
  useTurn,
  type UseConversationStreamResult,
} from 'react-conversation-stream';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import { describe, expect, it } from 'vitest';
import { renderConversation } from '../helpers/renderConversation.tsx';

/** Counts the renders of a component that reads what `read` reads. */
function createProbe<T>(useRead: () => T) {
  const seen: T[] = [];
  const Probe = memo(function Probe(): null {
    seen.push(useRead());
    return null;
  });
  return { Probe, seen };
}

/** Ten live messages, each published on its own. */
async function emitTen(
  transport: ReturnType<typeof createScriptedTransport>,
  prefix: string,
): Promise<void> {
  for (let index = 0; index < 10; index += 1) {
    const id = `${prefix}${index}`;
    transport.emit('c1', { id, text: id });
    await screen.findByText(`live newest ${id}`);
  }
}

function Newest(): ReactElement {
  const { messages, continuity } = useConversationStream();
  return (
    <p>
      {continuity} newest {messages.at(-1)?.id}
    </p>
  );
}

describe('a component renders only for the fields it reads', () => {
  it.each([
    ['status', () => useConversationStream().status],
    ['connection', () => useConversationStream().connection],
    ['connection.status', () => useConversationStream().connection.status],
    ['continuity', () => useConversationStream().continuity],
    ['sendMessage', () => useConversationStream().sendMessage],
    ['useConnection().status', () => useConnection().status],
    ['useTurn().status', () => useTurn().status],
    ['useTurn().error', () => useTurn().error],
    ['nothing', () => void useConversationStream()],
  ])('%s: not by messages', async (_name, useRead) => {
    const transport = createScriptedTransport({ conversations: { c1: [{ id: 'm1' }] } });
    const { Probe, seen } = createProbe(useRead as () => unknown);
    renderConversation(
      transport,
      <>
        <Probe />
        <Newest />
      </>,
    );
    await screen.findByText('live newest m1');

    const before = seen.length;
    await emitTen(transport, 'n');
    expect(seen.length - before).toBe(0);
  });

  it('messages: once per publish that changed a message', async () => {
    const transport = createScriptedTransport({ conversations: { c1: [{ id: 'm1' }] } });
    const { Probe, seen } = createProbe(() => useConversationStream().messages);
    renderConversation(
      transport,
      <>
        <Probe />
        <Newest />
      </>,
    );
    await screen.findByText('live newest m1');

    const before = seen.length;
    await emitTen(transport, 'n');
    expect(seen.length - before).toBe(10);
    expect(seen.at(-1)?.map(({ id }) => id)).toHaveLength(11);
  });

  it('a field read for the first time is the one of now, in the same render', async () => {
    const transport = createScriptedTransport({ conversations: { c1: [{ id: 'm1' }] } });
    const shown: (number | undefined)[] = [];
    function Counter(): ReactElement {
      const stream = useConversationStream();
      const [isOpen, setIsOpen] = useState(false);
      const count = isOpen ? stream.messages.length : undefined;
      shown.push(count);
      return <button onClick={() => setIsOpen(true)}>Count {count}</button>;
    }
    renderConversation(
      transport,
      <>
        <Counter />
        <Newest />
      </>,
    );
    await screen.findByText('live newest m1');
    await emitTen(transport, 'n');
    expect(shown.every((count) => count === undefined)).toBe(true);

    const before = shown.length;
    act(() => screen.getByRole('button').click());
    expect(shown.slice(before)).toEqual([11]);

    transport.emit('c1', { id: 'last', text: '' });
    expect(await screen.findByText('Count 12')).toBeVisible();
  });
});

describe('the result of a render', () => {
  const results: UseConversationStreamResult[] = [];
  function Reader(): ReactElement {
    const stream = useConversationStream();
    results.push(stream);
    return <p>{stream.messages.length} rows</p>;
  }

  it('never changes: a later publish makes a new object', async () => {
    results.length = 0;
    const transport = createScriptedTransport({ conversations: { c1: [{ id: 'm1' }] } });
    renderConversation(transport, <Reader />);
    await screen.findByText('1 rows');
    const before = results.at(-1)!;
    transport.emit('c1', { id: 'm2', text: 'Two' });
    await screen.findByText('2 rows');

    expect(results.at(-1)).not.toBe(before);
    expect(before.messages).toHaveLength(1);
    expect(Reflect.set(before, 'messages', [])).toBe(false);
  });

  it('never changes, even when a field is read long after', async () => {
    results.length = 0;
    const transport = createScriptedTransport({ conversations: { c1: [{ id: 'm1' }] } });
    function Sometimes({ isReading }: { readonly isReading: boolean }): ReactElement {
      const stream = useConversationStream();
      results.push(stream);
      return <p>{isReading ? `${stream.messages.length} rows` : 'Looking away'}</p>;
    }
    const { rerender } = renderConversation(transport, <Sometimes isReading />);
    await screen.findByText('1 rows');
    transport.emit('c1', { id: 'm2', text: 'Two' });
    await screen.findByText('2 rows');
    rerender(<Sometimes isReading={false} />);
    transport.emit('c1', { id: 'm3', text: 'Three' });
    await waitFor(() => expect(results.at(-1)?.keys).toHaveLength(3));
    const sizes = results.map(({ keys, messages }) => [keys.length, messages.length]);
    for (const [keys, messages] of sizes) expect(messages).toBe(keys);
  });

  it('is the same object when another render finds nothing changed', async () => {
    results.length = 0;
    const transport = createScriptedTransport({ conversations: { c1: [{ id: 'm1' }] } });
    const { rerender } = renderConversation(transport, <Reader />);
    await waitFor(() => expect(results.at(-1)?.continuity).toBe('live'));
    const before = results.at(-1);
    rerender(<Reader />);
    expect(results.at(-1)).toBe(before);
  });

  it('behaves as a plain object: in, keys, spread, rest', async () => {
    results.length = 0;
    const transport = createScriptedTransport({ conversations: { c1: [{ id: 'm1' }] } });
    renderConversation(transport, <Reader />);
    await screen.findByText('1 rows');
    const stream = results.at(-1)!;
    const { messages, ...rest } = stream;

    expect('messages' in stream).toBe(true);
    expect('nonsense' in stream).toBe(false);
    expect(Object.keys(stream)).toContain('sendMessage');
    expect({ ...stream }.messages).toBe(messages);
    expect(rest.status).toBe('ready');
    expect('messages' in rest).toBe(false);
  });

  it('keeps its functions for the life of the conversation', async () => {
    results.length = 0;
    const transport = createScriptedTransport({ conversations: { c1: [{ id: 'm1' }] } });
    renderConversation(transport, <Reader />);
    const first = results[0]!;
    await screen.findByText('1 rows');
    transport.emit('c1', { id: 'm2', text: 'Two' });
    await screen.findByText('2 rows');

    const last = results.at(-1)!;
    const functions = Object.entries(last).filter(([, value]) => typeof value === 'function');
    expect(functions.map(([name]) => name).toSorted()).toEqual([
      'discardMessage',
      'disconnect',
      'loadOlderMessages',
      'reconcile',
      'reconnect',
      'regenerate',
      'respondToApproval',
      'retryMessage',
      'sendMessage',
      'stop',
    ]);
    for (const [name, value] of functions) expect(Reflect.get(first, name)).toBe(value);
  });
});
