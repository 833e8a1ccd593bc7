import {
  HydrationBoundary,
  IsRestoringProvider,
  QueryClient,
  QueryClientProvider,
  dehydrate,
  hydrate,
  useInfiniteQuery,
  type DehydratedState,
} from '@tanstack/react-query';
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import type { ReactElement, ReactNode } from 'react';
import {
  ConversationProvider,
  conversationKeys,
  conversationQuery,
  createConversationClient,
  prefetchConversation,
  selectCachedMessages,
  useConversationStream,
  useMessages,
  type ListMessagesRequest,
  type MessagePage,
} from 'react-conversation-stream';
import { createScriptedTransport, type ScriptedTransport } from 'react-conversation-stream/testing';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';

const history = [
  { id: 'm1', text: 'Hello' },
  { id: 'm2', text: 'World' },
];

let transport: ScriptedTransport;
let queryClient: QueryClient;

beforeEach(() => {
  transport = createScriptedTransport({ conversations: { c1: history } });
  queryClient = new QueryClient();
});
afterEach(() => {
  cleanup();
  queryClient.clear();
});

function Live({ id = 'c1' }: { readonly id?: string | null }): ReactElement {
  const { continuity, messages } = useConversationStream(id);
  return (
    <p>
      {continuity} {messages.map((message) => message.id).join()}
    </p>
  );
}

function Page({ children }: { readonly children?: ReactNode }): ReactElement {
  return (
    <QueryClientProvider client={queryClient}>
      <ConversationProvider transport={transport}>{children}</ConversationProvider>
    </QueryClientProvider>
  );
}

const findQuery = () =>
  queryClient.getQueryCache().find({ queryKey: conversationKeys.messages(transport, 'c1') });

describe('ConversationProvider inside a QueryClientProvider', () => {
  it('keeps history in its query client', async () => {
    const { unmount } = render(
      <Page>
        <Live />
      </Page>,
    );
    await screen.findByText('live m1,m2');
    expect(findQuery()!.getObserversCount()).toBe(1);
    unmount();
    await waitFor(() => expect(findQuery()!.getObserversCount()).toBe(0));
    render(
      <Page>
        <Live />
      </Page>,
    );
    expect(screen.getByText(/m1,m2/)).not.toHaveTextContent('live');
    await screen.findByText('live m1,m2');
  });

  it('works without one', async () => {
    render(
      <ConversationProvider transport={transport}>
        <Live />
      </ConversationProvider>,
    );
    await screen.findByText('live m1,m2');
    expect(queryClient.getQueryCache().getAll()).toEqual([]);
  });

  it('starts anew with another query client', async () => {
    const view = render(
      <Page>
        <Live />
      </Page>,
    );
    await screen.findByText('live m1,m2');
    queryClient = new QueryClient();
    view.rerender(
      <Page>
        <Live />
      </Page>,
    );
    await waitFor(() => expect(findQuery()?.getObserversCount()).toBe(1));
    await screen.findByText('live m1,m2');
    expect(transport.openStreams).toBe(1);
  });

  it('does nothing for a null id', async () => {
    render(
      <Page>
        <Live id={null} />
      </Page>,
    );
    await act(async () => {});
    expect(queryClient.getQueryCache().getAll()).toEqual([]);
    expect(transport.countRequests()).toBe(0);
  });
});

describe('window focus', () => {
  it('causes no extra request', async () => {
    render(
      <Page>
        <Live />
      </Page>,
    );
    await screen.findByText('live m1,m2');
    const before = transport.countRequests();
    for (let times = 0; times < 3; times += 1) {
      act(() => {
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
        window.dispatchEvent(new Event('focus'));
      });
    }
    transport.emit('c1', { id: 'm3', text: '' });
    await screen.findByText('live m1,m2,m3');
    expect(transport.countRequests()).toBe(before);
  });
});

describe('invalidateQueries', () => {
  it('makes one refetch and a reconcile, and the component shows what it brought', async () => {
    render(
      <Page>
        <Live />
      </Page>,
    );
    await screen.findByText('live m1,m2');
    const before = transport.countRequests('history');
    // The feed says nothing of it.
    transport.fault({ kind: 'half-open' });
    transport.delete('c1', 'm1');
    await act(() => queryClient.invalidateQueries());
    await screen.findByText('live m2');
    expect(transport.countRequests('history') - before).toBe(1);
  });
});

describe('HydrationBoundary', () => {
  it('gives the rows of the server to the first render, and one read proves them', async () => {
    await prefetchConversation(queryClient, transport, 'c1');
    const state = JSON.parse(JSON.stringify(dehydrate(queryClient))) as DehydratedState;
    queryClient = new QueryClient();
    const before = transport.countRequests('history');
    render(
      <QueryClientProvider client={queryClient}>
        <HydrationBoundary state={state}>
          <ConversationProvider transport={transport}>
            <Live />
          </ConversationProvider>
        </HydrationBoundary>
      </QueryClientProvider>,
    );
    expect(screen.getByText(/m1,m2/)).toBeInTheDocument();
    await screen.findByText('live m1,m2');
    expect(transport.countRequests('history') - before).toBe(1);
  });
});

describe('while a persisted cache is restored', () => {
  it('nothing is asked; then its keys are kept', async () => {
    const persisted = new QueryClient();
    await prefetchConversation(persisted, transport, 'c1');
    const { queryKey } = conversationQuery(transport, 'c1');
    persisted.setQueryData(queryKey, (data) => ({
      ...data!,
      pages: data!.pages.map((page) => ({
        ...page,
        messages: page.messages.map((message) => ({ ...message, key: `key of ${message.id}` })),
      })),
    }));
    const before = transport.countRequests();
    function Keys(): ReactElement {
      return <p>{useConversationStream('c1').keys.join()}</p>;
    }
    const tree = (isRestoring: boolean): ReactElement => (
      <IsRestoringProvider value={isRestoring}>
        <Page>
          <Keys />
          <Live />
        </Page>
      </IsRestoringProvider>
    );
    const { rerender } = render(tree(true));
    await act(async () => {});
    expect(transport.countRequests()).toBe(before);
    hydrate(queryClient, dehydrate(persisted));
    rerender(tree(false));
    await screen.findByText('live m1,m2');
    expect(screen.getByText('key of m1,key of m2')).toBeInTheDocument();
  });
});

describe('useInfiniteQuery of a conversation', () => {
  it('shows what the transcript shows, live', async () => {
    function List(): ReactElement {
      const { data = [] } = useInfiniteQuery({
        ...conversationQuery(transport, 'c1'),
        select: selectCachedMessages,
      });
      return <p>list {data.map((message) => message.id).join()}</p>;
    }
    render(
      <Page>
        <List />
        <Live />
      </Page>,
    );
    await screen.findByText('live m1,m2');
    await screen.findByText('list m1,m2');
    transport.emit('c1', { id: 'm3', text: '' });
    await screen.findByText('live m1,m2,m3');
    await screen.findByText('list m1,m2,m3', {}, { timeout: 3_000 });
  });
});

describe('accounts', () => {
  const createAccount = (name: string): ScriptedTransport =>
    createScriptedTransport({
      scope: name,
      conversations: { c1: [{ id: `of ${name}`, text: `Secret of ${name}` }] },
    });
  const tree = (account: ScriptedTransport): ReactElement => (
    <QueryClientProvider client={queryClient}>
      <ConversationProvider transport={account}>
        <Live />
      </ConversationProvider>
    </QueryClientProvider>
  );

  it('a change of scope ends the old stores; late answers reach nobody', async () => {
    const ada = createAccount('Ada');
    const grace = createAccount('Grace');
    let answer = (): void => {};
    const { listMessages } = ada;
    const late = Object.assign(ada, {
      async listMessages(request: ListMessagesRequest): Promise<MessagePage> {
        await new Promise<void>((resolve) => (answer = resolve));
        return listMessages(request);
      },
    });
    const { rerender, container } = render(tree(late));
    await waitFor(() => expect(late.openStreams).toBe(1));
    rerender(tree(grace));
    await screen.findByText('live of Grace');
    await waitFor(() => expect(late.openStreams).toBe(0));
    await act(async () => answer());
    expect(container).toHaveTextContent(/^live of Grace$/);
    const cached = queryClient.getQueryData(conversationQuery(grace, 'c1').queryKey);
    expect(JSON.stringify(cached)).not.toContain('Ada');
  });

  it('switched back and forth never show each other’s messages', async () => {
    const accounts = [createAccount('Ada'), createAccount('Grace')] as const;
    const { rerender, container } = render(tree(accounts[0]));
    for (let index = 0; index < 20; index += 1) {
      rerender(tree(accounts[index % 2]!));
      expect(container).not.toHaveTextContent(index % 2 === 0 ? 'Grace' : 'Ada');
      await act(async () => {});
      expect(container).not.toHaveTextContent(index % 2 === 0 ? 'Grace' : 'Ada');
    }
    await screen.findByText('live of Grace');
    expect(accounts[0].openStreams).toBe(0);
  });

  it('side by side, each under its own provider', async () => {
    const ada = createAccount('Ada');
    const grace = createAccount('Grace');
    const client = createConversationClient({ transport: grace, queryClient });
    onTestFinished(() => client.dispose());
    render(
      <QueryClientProvider client={queryClient}>
        <ConversationProvider transport={ada}>
          <Live />
          <ConversationProvider client={client}>
            <Live />
          </ConversationProvider>
        </ConversationProvider>
      </QueryClientProvider>,
    );
    await screen.findByText('live of Ada');
    await screen.findByText('live of Grace');
    expect(queryClient.getQueryCache().getAll()).toHaveLength(2);
  });
});

describe('two providers with one transport', () => {
  it('both show the conversation, and each ends with its own page', async () => {
    const tree = (isSecondThere: boolean): ReactElement => (
      <QueryClientProvider client={queryClient}>
        <ConversationProvider transport={transport}>
          <Live />
        </ConversationProvider>
        {isSecondThere && (
          <ConversationProvider transport={transport}>
            <Counted />
          </ConversationProvider>
        )}
      </QueryClientProvider>
    );
    function Counted(): ReactElement {
      return <p>second {useMessages('c1').messages.length}</p>;
    }
    const { rerender, unmount } = render(tree(true));
    await screen.findByText('live m1,m2');
    await screen.findByText('second 2');
    rerender(tree(false));
    transport.emit('c1', { id: 'm3', text: '' });
    await screen.findByText('live m1,m2,m3');
    unmount();
    await waitFor(() => expect(transport.openStreams).toBe(0));
  });
});
