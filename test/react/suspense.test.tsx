import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { Component, StrictMode, Suspense, type ReactElement, type ReactNode } from 'react';
import {
  ConversationError,
  ConversationProvider,
  createConversationClient,
  useConnection,
  useSuspenseMessages,
  type ListMessagesRequest,
  type MessagePage,
} from 'react-conversation-stream';
import { createScriptedTransport, type ScriptedTransport } from 'react-conversation-stream/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderConversation } from '../helpers/renderConversation.tsx';

const history = [
  { id: 'm1', text: 'Hello' },
  { id: 'm2', text: 'World' },
];

function Rows({ id }: { readonly id?: string | null }): ReactElement {
  const { messages, continuity } = useSuspenseMessages(id);
  return (
    <p>
      {continuity} {messages.map((message) => message.id).join()}
    </p>
  );
}

class Boundary extends Component<{ readonly children: ReactNode }> {
  override state: { readonly error?: Error } = {};
  static getDerivedStateFromError(error: Error): object {
    return { error };
  }
  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <button onClick={() => this.setState({ error: undefined })}>Again: {error.message}</button>
    );
  }
}

/** A transport whose pages wait until they are let go. */
function createSlowTransport(): ScriptedTransport & { letGo(): Promise<void>; asked: string[] } {
  const transport = createScriptedTransport({
    conversations: { c1: history, c2: [{ id: 'n1', text: 'Other' }] },
  });
  const { listMessages } = transport;
  const waiting: (() => void)[] = [];
  const asked: string[] = [];
  return Object.assign(transport, {
    asked,
    async listMessages(request: ListMessagesRequest): Promise<MessagePage> {
      asked.push(request.conversationId);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return listMessages(request);
    },
    async letGo() {
      await waitFor(() => expect(waiting).not.toEqual([]));
      await act(async () => {
        for (const go of waiting.splice(0)) go();
      });
    },
  });
}

afterEach(cleanup);

describe('useSuspenseMessages', () => {
  it('suspends until the first page is there, then lives', async () => {
    const transport = createSlowTransport();
    renderConversation(
      transport,
      <Suspense fallback="Loading">
        <Rows />
      </Suspense>,
    );
    expect(screen.getByText('Loading')).toBeInTheDocument();
    expect(transport.countRequests('feed')).toBe(0);
    await transport.letGo();
    expect(await screen.findByText(/m1,m2/)).not.toHaveTextContent('live');
    await transport.letGo();
    await screen.findByText('live m1,m2');
    transport.emit('c1', { id: 'm3', text: '' });
    await screen.findByText('live m1,m2,m3');
  });

  it('asks once for the first page and proves it once, in StrictMode too', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    renderConversation(
      transport,
      <Suspense fallback="Loading">
        <Rows />
        <Rows />
      </Suspense>,
      { strict: true },
    );
    await waitFor(() => expect(screen.getAllByText('live m1,m2')).toHaveLength(2));
    expect(transport.requests.map(({ kind }) => kind).toSorted()).toEqual([
      'feed',
      'history',
      'history',
    ]);
  });

  it('makes no waterfall: siblings ask at the same time', async () => {
    const transport = createSlowTransport();
    renderConversation(
      transport,
      <>
        <Suspense fallback="Loading one">
          <Rows id="c1" />
        </Suspense>
        <Suspense fallback="Loading other">
          <Rows id="c2" />
        </Suspense>
      </>,
    );
    await waitFor(() => expect(transport.asked).toEqual(['c1', 'c2']));
    await transport.letGo();
    await screen.findByText(/m1/);
    await screen.findByText(/n1/);
  });

  it('shows an empty conversation', async () => {
    renderConversation(
      createScriptedTransport(),
      <Suspense fallback="Loading">
        <Rows />
      </Suspense>,
    );
    await screen.findByText('live');
  });

  it('does not suspend for a null id', () => {
    renderConversation(
      createScriptedTransport({ conversations: { c1: history } }),
      <Suspense fallback="Loading">
        <Rows />
      </Suspense>,
      { id: null },
    );
    expect(screen.getByText('paused')).toBeInTheDocument();
  });

  it('suspends again for another conversation, and not for one that was read', async () => {
    const transport = createSlowTransport();
    const tree = (id: string): ReactElement => (
      <Suspense fallback="Loading">
        <Rows id={id} />
      </Suspense>
    );
    const view = renderConversation(transport, tree('c1'));
    await transport.letGo();
    view.rerender(tree('c2'));
    expect(screen.getByText('Loading')).toBeInTheDocument();
    await transport.letGo();
    await screen.findByText(/n1/);
    view.rerender(tree('c1'));
    expect(screen.queryByText('Loading')).not.toBeInTheDocument();
    expect(screen.getByText(/m1,m2/)).toBeInTheDocument();
  });

  it('survives a provider that is itself below the boundary: one client, one first page', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    const { unmount } = render(
      <StrictMode>
        <Suspense fallback="Loading">
          <ConversationProvider transport={transport}>
            <Rows id="c1" />
          </ConversationProvider>
        </Suspense>
      </StrictMode>,
    );
    await screen.findByText('live m1,m2');
    expect(transport.requests.map(({ kind }) => kind).toSorted()).toEqual([
      'feed',
      'history',
      'history',
    ]);
    unmount();
    await waitFor(() => expect(transport.openStreams).toBe(0));
  });

  it('ends with a conversation that others are connected to', async () => {
    const transport = createSlowTransport();
    function Status(): ReactElement {
      return <p>{useConnection('c1').status}</p>;
    }
    renderConversation(
      transport,
      <>
        <Status />
        <Suspense fallback="Loading">
          <Rows />
        </Suspense>
      </>,
    );
    await screen.findByText('open');
    await transport.letGo();
    await screen.findByText('live m1,m2');
  });

  it('leaves nothing behind when it is unmounted while it waits', async () => {
    const transport = createSlowTransport();
    const view = renderConversation(
      transport,
      <Suspense fallback="Loading">
        <Rows />
      </Suspense>,
    );
    view.unmount();
    await transport.letGo();
    expect(transport.countRequests('feed')).toBe(0);
    expect(transport.openStreams).toBe(0);
  });
});

describe('errors of useSuspenseMessages', () => {
  const error = new ConversationError('bad_request', 'No.', { status: 400 });

  beforeEach(() => {
    // React repeats what a boundary caught.
    vi.spyOn(console, 'error').mockImplementation(() => {});
  });

  it('go to the error boundary; its reset asks again', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    transport.fault({ kind: 'refuse', request: 'history', error });
    renderConversation(
      transport,
      <Boundary>
        <Suspense fallback="Loading">
          <Rows />
        </Suspense>
      </Boundary>,
    );
    await screen.findByText('Again: No.');
    expect(transport.countRequests('history')).toBe(1);
    await waitFor(() => {
      fireEvent.click(screen.getByRole('button'));
      expect(screen.queryByText('Again: No.')).not.toBeInTheDocument();
    });
    await screen.findByText('live m1,m2');
  });

  it('of a connected conversation go there, too', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    transport.fault({ kind: 'refuse', request: 'history', times: 99, error });
    const client = createConversationClient({ transport });
    const release = client.conversation('c1').connect();
    await waitFor(() => expect(client.conversation('c1').store.getState().error).toBeDefined());
    render(
      <ConversationProvider client={client}>
        <Boundary>
          <Suspense fallback="Loading">
            <Rows id="c1" />
          </Suspense>
        </Boundary>
      </ConversationProvider>,
    );
    expect(screen.getByText('Again: No.')).toBeInTheDocument();
    release();
    client.dispose();
  });

  it('are ConversationErrors, and what may pass is tried three times', async () => {
    const transport = createScriptedTransport({ policy: { backoff: () => 1 } });
    const error = new ConversationError('server_error', 'Down.', { status: 503, retryable: true });
    transport.fault({ kind: 'refuse', request: 'history', times: 99, error });
    renderConversation(
      transport,
      <Boundary>
        <Suspense fallback="Loading">
          <Rows />
        </Suspense>
      </Boundary>,
    );
    await screen.findByText('Again: Down.');
    expect(transport.countRequests('history')).toBe(3);
  });
});
