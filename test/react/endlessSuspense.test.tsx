import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { Component, Suspense, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import {
  ConversationError,
  ConversationProvider,
  createConversationClient,
  useSuspenseMessages,
} from 'react-conversation-stream';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createScriptedTransport, type ScriptedTransport } from 'react-conversation-stream/testing';

/* React discards the state of a first render that suspends: what is made there is made anew by every retry. */

function Rows({ id }: { readonly id: string }): ReactElement {
  const { messages } = useSuspenseMessages(id);
  return <p>{messages.map((message) => message.id).join()}</p>;
}

class Boundary extends Component<{ readonly children: ReactNode }> {
  override state: { readonly error?: unknown } = {};
  static getDerivedStateFromError(error: unknown): object {
    return { error };
  }
  override render(): ReactNode {
    const { error } = this.state;
    return error === undefined ? this.props.children : <p role="alert">{JSON.stringify(error)}</p>;
  }
}

/** A backend that counts what is read of it, whatever transport asks. */
function createBackend(id: string): { create(): ScriptedTransport; reads: number } {
  const backend = {
    reads: 0,
    create(): ScriptedTransport {
      const transport = createScriptedTransport({
        conversations: { [id]: [{ id: 'm1', text: 'Hello' }] },
      });
      return {
        ...transport,
        listMessages(request) {
          backend.reads += 1;
          return transport.listMessages(request);
        },
      };
    },
  };
  return backend;
}

function show(tree: ReactElement): void {
  render(
    <Boundary>
      <Suspense fallback="Loading">{tree}</Suspense>
    </Boundary>,
  );
}

afterEach(cleanup);

describe('made below <Suspense>, and so made anew by every retry', () => {
  const ways: [string, (create: () => ScriptedTransport, id: string) => ReactElement][] = [
    [
      'a transport in state',
      (create, id) => {
        function Chat(): ReactElement {
          const [transport] = useState(create);
          return (
            <ConversationProvider transport={transport}>
              <Rows id={id} />
            </ConversationProvider>
          );
        }
        return <Chat />;
      },
    ],
    [
      'an inline transport',
      (create, id) => {
        function Chat(): ReactElement {
          return (
            <ConversationProvider transport={create()}>
              <Rows id={id} />
            </ConversationProvider>
          );
        }
        return <Chat />;
      },
    ],
    [
      'a memoised client',
      (create, id) => {
        function Chat(): ReactElement {
          const client = useMemo(() => createConversationClient({ transport: create() }), []);
          return (
            <ConversationProvider client={client}>
              <Rows id={id} />
            </ConversationProvider>
          );
        }
        return <Chat />;
      },
    ],
  ];

  it.each(ways)('%s ends in words that tell what to do', async (id, chat) => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const backend = createBackend(id);
    show(chat(backend.create, id));
    const alert = await screen.findByRole('alert', undefined, { timeout: 5_000 });
    expect(alert).toHaveTextContent('invalid_argument');
    expect(alert).toHaveTextContent(/outside of components, or above <Suspense>/);
    expect(backend.reads).toBe(5);
  });

  it('also where the backend says no', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const [, chat] = ways[0]!;
    const create = (): ScriptedTransport => ({
      ...createScriptedTransport(),
      async listMessages() {
        throw new ConversationError('not_found', 'No.', { status: 404 });
      },
    });
    show(chat(create, 'refused'));
    const alert = await screen.findByRole('alert', undefined, { timeout: 5_000 });
    expect(alert).toHaveTextContent('invalid_argument');
  });
});

describe('not mistaken for that', () => {
  it('many clients of one conversation at once', async () => {
    const backend = createBackend('shared');
    const clients = Array.from({ length: 7 }, (_, place) => ({
      place,
      client: createConversationClient({ transport: backend.create() }),
    }));
    onTestFinished(() => {
      cleanup();
      for (const { client } of clients) client.dispose();
    });
    render(
      <Boundary>
        {clients.map(({ client, place }) => (
          <ConversationProvider key={place} client={client}>
            <Suspense fallback="Loading">
              <Rows id="shared" />
            </Suspense>
          </ConversationProvider>
        ))}
      </Boundary>,
    );
    await waitFor(() => expect(screen.getAllByText('m1')).toHaveLength(7));
  });

  it('a reader who comes and goes while the first page is on its way', async () => {
    const backend = createBackend('toggled');
    const visit = (): (() => void) => {
      const transport = backend.create();
      const { unmount } = render(
        <ConversationProvider transport={transport}>
          <Boundary>
            <Suspense fallback="Loading">
              <Rows id="toggled" />
            </Suspense>
          </Boundary>
        </ConversationProvider>,
      );
      return unmount;
    };
    for (let visits = 0; visits < 7; visits += 1) visit()();
    // What was given up is settled by now.
    await waitFor(() => expect(backend.reads).toBe(7));
    visit();
    await screen.findByText('m1');
  });
});
