import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import {
  Conversation,
  ConversationProvider,
  createConversationClient,
  useConnection,
  useConversation,
  useConversationStream,
  useMessageKeys,
  useMessages,
  useTurn,
  type UseConversationStreamResult,
} from 'react-conversation-stream';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { renderConversation } from '../helpers/renderConversation.tsx';

const history = [{ id: 'm1', text: 'Hello' }];

function Live(): ReactElement {
  const { continuity, messages } = useConversationStream();
  return (
    <p>
      {continuity} {messages.length}
    </p>
  );
}

function Reader(): ReactElement {
  const { continuity, messages } = useMessages(undefined, { live: false });
  return (
    <p>
      reader {continuity} {messages.length}
    </p>
  );
}

afterEach(cleanup);

describe('joining a conversation', () => {
  it('twenty components share one stream and one first page', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    const names = Array.from({ length: 20 }, (_, index) => index);
    renderConversation(
      transport,
      <>
        {names.map((name) => (
          <Live key={name} />
        ))}
      </>,
    );
    await waitFor(() => expect(screen.getAllByText('live 1')).toHaveLength(20));
    expect(transport.countRequests('feed')).toBe(1);
    expect(transport.countRequests('history')).toBeLessThanOrEqual(2);
  });

  it('StrictMode makes one stream', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    renderConversation(transport, <Live />, { strict: true });
    await screen.findByText('live 1');
    expect(transport.countRequests('feed')).toBe(1);
    expect(transport.openStreams).toBe(1);
  });

  it.each([
    ['useConversationStream', () => void useConversationStream()],
    ['useMessages', () => void useMessages()],
    ['useMessageKeys', () => void useMessageKeys()],
    ['useConnection', () => void useConnection()],
    ['useTurn', () => void useTurn()],
    ['useConversation', () => void useConversation()],
  ])('%s joins, and its unmount leaves nothing open', async (_name, useHook) => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    function Consumer(): null {
      useHook();
      return null;
    }
    const { unmount } = renderConversation(transport, <Consumer />);
    await waitFor(() => expect(transport.openStreams).toBe(1));
    unmount();
    await waitFor(() => expect(transport.openStreams).toBe(0));
    expect(transport.countRequests('feed')).toBe(1);
  });

  it('the last one out closes it, not the first', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    function Two(): ReactElement {
      const [hasSecond, setHasSecond] = useState(true);
      return (
        <>
          <Live />
          {hasSecond && <Live />}
          <button onClick={() => setHasSecond(false)}>Remove</button>
        </>
      );
    }
    const { unmount } = renderConversation(transport, <Two />);
    await waitFor(() => expect(screen.getAllByText('live 1')).toHaveLength(2));
    act(() => screen.getByRole('button').click());
    transport.emit('c1', { id: 'm2', text: 'Two' });
    await screen.findByText('live 2');
    unmount();
    await waitFor(() => expect(transport.openStreams).toBe(0));
  });

  it('live: false reads history without a stream', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    renderConversation(transport, <Reader />);
    await screen.findByText('reader paused 1');
    expect(transport.requests.map(({ kind }) => kind).toSorted()).toEqual(['history']);
  });

  it('any live consumer wins', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    renderConversation(
      transport,
      <>
        <Reader />
        <Live />
      </>,
    );
    await screen.findByText('reader live 1');
    expect(transport.countRequests('feed')).toBe(1);
  });

  it('enabled: false asks for nothing and shows what others hold', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    function Spectator(): ReactElement {
      const { messages } = useConversationStream(undefined, { enabled: false });
      return <p>sees {messages.length}</p>;
    }
    const { rerender } = renderConversation(transport, <Spectator />);
    expect(screen.getByText('sees 0')).toBeVisible();
    expect(transport.countRequests()).toBe(0);
    rerender(
      <>
        <Spectator />
        <Live />
      </>,
    );
    await screen.findByText('sees 1');
  });

  it('an id given to the hook wins over the nearest Conversation', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history, c2: ['a', 'b'] } });
    function Other(): ReactElement {
      return <p>other {useConversationStream('c2').messages.length}</p>;
    }
    renderConversation(transport, <Other />);
    expect(await screen.findByText('other 2')).toBeVisible();
  });

  it('a change of id leaves the old conversation and never shows its messages', async () => {
    const transport = createScriptedTransport({
      conversations: { c1: history, c2: [{ id: 'a', text: 'Other' }] },
    });
    const client = createConversationClient({ transport });
    const shown: string[] = [];
    function Ids(): ReactElement {
      const { messages } = useConversationStream();
      shown.push(messages.map(({ conversationId }) => conversationId).join());
      return <p>{messages.map(({ id }) => id).join()}</p>;
    }
    const tree = (id: string): ReactElement => (
      <ConversationProvider client={client}>
        <Conversation id={id}>
          <Ids />
        </Conversation>
      </ConversationProvider>
    );
    const { rerender } = render(tree('c1'));
    await screen.findByText('m1');
    shown.length = 0;
    rerender(tree('c2'));
    await screen.findByText('a');
    expect(shown).not.toContain('c1');
    await waitFor(() => expect(transport.openStreams).toBe(1));
    client.dispose();
  });
});

describe('conversationId null', () => {
  it('does nothing, with idle values and functions that say why', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    const results: UseConversationStreamResult[] = [];
    function Idle(): null {
      results.push(useConversationStream(null));
      return null;
    }
    renderConversation(transport, <Idle />);
    const { connection, messages, continuity, status, isPending } = results[0]!;
    expect({ messages, continuity, status, isPending }).toEqual({
      messages: [],
      continuity: 'paused',
      status: 'ready',
      isPending: true,
    });
    expect(connection).toEqual({ status: 'idle', attempt: 0 });
    await expect(results[0]!.sendMessage('Hello')).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('its id is null'),
    });
    await expect(results[0]!.loadOlderMessages()).resolves.toBeUndefined();
    expect(transport.countRequests()).toBe(0);
  });

  it('comes to life when the id is known', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    function Late(): ReactElement {
      const [id, setId] = useState<string | null>(null);
      const { messages } = useConversationStream(id);
      return <button onClick={() => setId('c1')}>{messages.length}</button>;
    }
    renderConversation(transport, <Late />, { id: null });
    act(() => screen.getByText('0').click());
    expect(await screen.findByText('1')).toBeVisible();
  });
});
