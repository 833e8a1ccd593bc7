import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { Component, StrictMode, type ReactElement, type ReactNode } from 'react';
import {
  Conversation,
  ConversationProvider,
  createConversationClient,
  useConversation,
  useConversationStream,
} from 'react-conversation-stream';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const history = [{ id: 'm1', text: 'Hello' }];

function Live(): ReactElement {
  const { continuity, messages } = useConversationStream('c1');
  return (
    <p>
      {continuity} {messages.length}
    </p>
  );
}

class Boundary extends Component<{ readonly children: ReactNode }> {
  override state: { readonly message?: string } = {};
  static getDerivedStateFromError(error: Error): object {
    return { message: error.message };
  }
  override render(): ReactNode {
    return this.state.message ?? this.props.children;
  }
}

afterEach(cleanup);

describe('ConversationProvider with a transport', () => {
  it('makes a client and ends it with itself', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    const { unmount } = render(
      <ConversationProvider transport={transport}>
        <Live />
      </ConversationProvider>,
    );
    await screen.findByText('live 1');
    unmount();
    await waitFor(() => expect(transport.openStreams).toBe(0));
  });

  it('ends also what was connected by hand and never released', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    function ByHand(): ReactElement {
      const conversation = useConversation('c1', { enabled: false });
      return <button onClick={() => conversation.connect()}>Connect</button>;
    }
    const { unmount } = render(
      <ConversationProvider transport={transport}>
        <ByHand />
      </ConversationProvider>,
    );
    screen.getByRole('button').click();
    await waitFor(() => expect(transport.openStreams).toBe(1));
    unmount();
    await waitFor(() => expect(transport.openStreams).toBe(0));
  });

  it('survives StrictMode with one stream', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    render(
      <StrictMode>
        <ConversationProvider transport={transport}>
          <Live />
        </ConversationProvider>
      </StrictMode>,
    );
    await screen.findByText('live 1');
    expect(transport.countRequests('feed')).toBe(1);
    transport.emit('c1', { id: 'm2', text: 'Two' });
    await screen.findByText('live 2');
  });

  it('changes client with the transport', async () => {
    const first = createScriptedTransport({ conversations: { c1: history } });
    const second = createScriptedTransport({
      conversations: { c1: [...history, { id: 'm2', text: 'Two' }] },
    });
    const tree = (transport: typeof first): ReactElement => (
      <ConversationProvider transport={transport}>
        <Live />
      </ConversationProvider>
    );
    const { rerender } = render(tree(first));
    await screen.findByText('live 1');
    rerender(tree(second));
    await screen.findByText('live 2');
    await waitFor(() => expect(first.openStreams).toBe(0));
    expect(second.openStreams).toBe(1);
  });
});

describe('a transport made by every render', () => {
  const renderAgain = (create: (render: number) => ReactElement): void => {
    const { rerender } = render(create(0));
    for (let time = 1; time <= 5; time += 1) rerender(create(time));
  };

  it('is warned of, once', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    renderAgain(() => (
      <StrictMode>
        <ConversationProvider transport={createScriptedTransport()} />
      </StrictMode>
    ));
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/outside of components/)]]);
  });

  it('for another scope each time is meant', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    renderAgain((time) => (
      <ConversationProvider
        transport={{ ...createScriptedTransport(), scope: `user ${time % 2}` }}
      />
    ));
    expect(warn).not.toHaveBeenCalled();
  });
});

describe('ConversationProvider with a client', () => {
  it('leaves it to its owner', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    const client = createConversationClient({ transport });
    const release = client.conversation('c1').connect();
    const { unmount } = render(
      <ConversationProvider client={client}>
        <Live />
      </ConversationProvider>,
    );
    await screen.findByText('live 1');
    unmount();
    await Promise.resolve();
    expect(transport.openStreams).toBe(1);
    release();
    client.dispose();
    await waitFor(() => expect(transport.openStreams).toBe(0));
  });
});

describe('mistakes say what happened, why, and what to do', () => {
  beforeEach(() => {
    // React repeats what a boundary caught.
    vi.spyOn(console, 'error').mockImplementation(() => {});
  });

  it('a hook outside a provider', () => {
    render(
      <Boundary>
        <Live />
      </Boundary>,
    );
    expect(screen.getByText(/outside <ConversationProvider>/)).toHaveTextContent(
      /Wrap this part of the app in <ConversationProvider client=\{client\}>/,
    );
  });

  it('a hook without an id', () => {
    function NoId(): ReactElement {
      return <>{useConversationStream().messages.length}</>;
    }
    render(
      <Boundary>
        <ConversationProvider transport={createScriptedTransport()}>
          <NoId />
        </ConversationProvider>
      </Boundary>,
    );
    expect(screen.getByText(/got no conversation id/)).toHaveTextContent(
      /wrap this part of the app in <Conversation id/,
    );
  });

  it('an empty id', () => {
    render(
      <Boundary>
        <ConversationProvider transport={createScriptedTransport()}>
          <Conversation id="">
            <EmptyId />
          </Conversation>
        </ConversationProvider>
      </Boundary>,
    );
    expect(screen.getByText(/must not be empty/)).toBeInTheDocument();
  });
});

function EmptyId(): ReactElement {
  return <>{useConversationStream().messages.length}</>;
}
