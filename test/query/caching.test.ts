import {
  dehydrate,
  focusManager,
  hydrate,
  onlineManager,
  QueryClient,
} from '@tanstack/react-query';
import {
  conversationKeys,
  conversationQuery,
  prefetchConversation,
} from 'react-conversation-stream';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createTestTransport } from '../helpers/bimpeTransport.ts';
import { startBimpe, type BimpeServer } from '../helpers/startBimpe.ts';
import { countHistory, endVisits, isLive, leave, visit } from './visits.ts';

let server: BimpeServer;
let id: string;

beforeEach(async () => {
  server = await startBimpe({ heartbeatInterval: 20 });
  id = server.conversationId;
});
afterEach(async () => {
  endVisits();
  await server.close();
});

const emit = (message: string) => server.emit({ conversationId: id, message });
const storedIds = () => server.messages(id).map((message) => message.id);

describe('a mounted conversation in the query cache', () => {
  it('has one observer, however many components look at it, and none after the last', async () => {
    const chat = visit(server);
    const others = [chat.conversation.connect(), chat.conversation.connect({ live: false })];
    await chat.until(isLive);
    expect(chat.query().getObserversCount()).toBe(1);
    expect(chat.query().isActive()).toBe(true);
    for (const release of others) release();
    await leave(chat);
    expect(chat.query().getObserversCount()).toBe(0);
  });

  it('is plain JSON', async () => {
    emit('one');
    const chat = visit(server);
    await chat.until(isLive);
    await chat.conversation.sendMessage('two');
    emit('three');
    await chat.until(({ keys }) => keys.length === 3);
    await leave(chat);
    const { data } = chat.query().state;
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(chat.cachedIds()).toEqual(storedIds());
  });

  it('is written through, and stays for the next visit', async () => {
    const chat = visit(server);
    await chat.until(isLive);
    emit('live');
    await chat.until(({ keys }) => keys.length === 1);
    await leave(chat);
    const next = visit(server, { queryClient: chat.queryClient });
    expect(next.conversation.store.getInitialState().keys).toEqual(storedIds());
    await next.until(isLive);
  });

  it('decides itself about requests: the options TanStack Query would act on are off', async () => {
    const chat = visit(server, {
      queryClient: new QueryClient({
        defaultOptions: {
          queries: { staleTime: 0, refetchInterval: 10, retry: 5, refetchOnMount: 'always' },
        },
      }),
    });
    await chat.until(isLive);
    expect(chat.query().observers[0]!.options).toMatchObject({
      staleTime: Infinity,
      retry: false,
      refetchInterval: false,
      refetchOnMount: false,
      refetchOnReconnect: false,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      structuralSharing: false,
    });
    expect(countHistory(server)).toBe(2);
  });
});

describe('window focus', () => {
  it('causes no extra request, nor does TanStack Query’s idea of the network', async () => {
    onTestFinished(() => {
      focusManager.setFocused(undefined);
      onlineManager.setOnline(true);
    });
    const chat = visit(server);
    chat.queryClient.mount();
    await chat.until(isLive);
    const before = server.log().length;
    for (const isThere of [false, true, false, true]) {
      focusManager.setFocused(isThere);
      onlineManager.setOnline(isThere);
    }
    emit('proof that time has passed');
    await chat.until(({ keys }) => keys.length === 1);
    expect(server.log().length).toBe(before);
    expect(chat.query().state.fetchStatus).toBe('idle');
    chat.queryClient.unmount();
  });
});

describe('invalidateQueries', () => {
  it('makes one refetch and a reconcile', async () => {
    const message = emit('before');
    const chat = visit(server);
    await chat.until(isLive);
    server.edit({ conversationId: id, id: message.id, message: 'after' });
    const before = countHistory(server);
    const states = chat.states.length;
    server.queueFault({ kind: 'slow-history', ms: 60, match: { route: 'history' } });
    const done = chat.queryClient.invalidateQueries({
      queryKey: conversationKeys.messages(chat.transport, id),
    });
    expect(chat.query().state.fetchStatus).toBe('fetching');
    await done;
    await chat.until((state) => isLive(state) && chat.texts()[0] === 'after');
    expect(chat.states.slice(states).map(({ continuity }) => continuity)).toContain('reconciling');
    expect(countHistory(server) - before).toBe(1);
    expect(chat.query().state).toMatchObject({ isInvalidated: false, fetchStatus: 'idle' });
    expect(chat.query().state.data!.pages[0]!.messages[0]!.parts).toEqual([
      { type: 'text', text: 'after' },
    ]);
  });

  it('of everything asks once for each mounted conversation', async () => {
    server.seed({ conversations: [{ id: 'cv_2' }, { id: 'cv_3' }] });
    const first = visit(server);
    const { queryClient } = first;
    const second = visit(server, { queryClient, id: 'cv_2' });
    const third = visit(server, { queryClient, id: 'cv_3' });
    await Promise.all([first, second, third].map((chat) => chat.until(isLive)));
    await leave(third);
    const before = countHistory(server);
    await queryClient.invalidateQueries();
    expect(countHistory(server) - before).toBe(2);
    expect(third.query().state.isInvalidated).toBe(true);
  });

  it('while the first page is on its way adds no request', async () => {
    server.queueFault({ kind: 'slow-history', ms: 50, match: { route: 'history' } });
    const chat = visit(server);
    await server.until(() => countHistory(server) > 0);
    await chat.queryClient.invalidateQueries();
    await chat.until(isLive);
    expect(countHistory(server)).toBe(2);
  });

  it('after resetQueries the cache is filled again', async () => {
    emit('one');
    const chat = visit(server);
    await chat.until(isLive);
    await chat.queryClient.resetQueries();
    await server.until(() => countHistory(server) === 3);
    await chat.until(isLive);
    await expect.poll(() => chat.query().state.data?.pages).toHaveLength(1);
    expect(chat.cachedIds()).toEqual(storedIds());
  });
});

describe('what is taken out of the cache while mounted, as at a logout', () => {
  it('is not put back by the unmount', async () => {
    emit('secret');
    const chat = visit(server);
    await chat.until(isLive);
    chat.queryClient.clear();
    emit('one more');
    await chat.until(({ keys }) => keys.length === 2);
    await leave(chat);
    expect(chat.queryClient.getQueryCache().getAll()).toEqual([]);
  });
});

describe('hydrate', () => {
  it('shows the rows of the server at once and makes one proving read', async () => {
    for (let index = 0; index < 5; index += 1) emit(`m${index}`);
    const onServer = new QueryClient();
    await prefetchConversation(onServer, createTestTransport(server), id);
    const wire = JSON.stringify(dehydrate(onServer));
    onServer.clear();

    const queryClient = new QueryClient();
    hydrate(queryClient, JSON.parse(wire) as object);
    const before = countHistory(server);
    const chat = visit(server, { queryClient });
    expect(chat.conversation.store.getInitialState().keys).toEqual(storedIds());
    await chat.until(isLive);
    emit('live');
    await chat.until(({ keys }) => keys.length === 6);
    expect(countHistory(server) - before).toBe(1);
  });

  it('reads without the feed when that is late', async () => {
    emit('old');
    const queryClient = new QueryClient();
    await prefetchConversation(queryClient, createTestTransport(server), id);
    emit('new');
    server.queueFault({ kind: 'hang-before-headers', match: { route: 'stream' } });
    const chat = visit(server, { queryClient });
    await chat.until(({ keys }) => keys.length === 2);
    expect(chat.state().continuity).toBe('joining');
  });

  it('while mounted adds what is new, and asks the server', async () => {
    const chat = visit(server);
    await chat.until(isLive);
    const other = new QueryClient();
    emit('one');
    await chat.until(({ keys }) => keys.length === 1);
    await prefetchConversation(other, chat.transport, id);
    const state = dehydrate(other);
    const before = countHistory(server);
    hydrate(chat.queryClient, {
      ...state,
      queries: state.queries.map((query) => ({
        ...query,
        state: {
          ...query.state,
          dataUpdatedAt: Date.now() + 1_000,
          data: withGhost(query.state.data),
        },
      })),
    });
    await server.until(() => countHistory(server) > before);
    await chat.until((state) => isLive(state) && state.keys.length === 1);
    expect(chat.ids()).toEqual(storedIds());
  });
});

/** The same pages with a message that the server does not have. */
function withGhost(data: unknown): unknown {
  const { pages, pageParams } = data as { pages: { messages: object[] }[]; pageParams: unknown };
  const [page] = pages;
  const ghost = { ...page!.messages[0], id: 'ghost', key: 'ghost' };
  return { pages: [{ ...page, messages: [...page!.messages, ghost] }], pageParams };
}

describe('a first page that is refused', () => {
  it('is not kept as an empty conversation', async () => {
    server.queueFault({ kind: 'http', status: 403, match: { route: 'history' }, times: 9 });
    const chat = visit(server);
    await chat.until(({ error }) => error !== undefined);
    await leave(chat);
    expect(chat.query().state.data).toBeUndefined();
    expect(chat.state().isPending).toBe(false);
  });
});

describe('prefetchConversation', () => {
  it('reads the first page once, and nothing where something is held', async () => {
    for (let index = 0; index < 30; index += 1) emit(`m${index}`);
    const queryClient = new QueryClient();
    const transport = createTestTransport(server);
    await Promise.all([
      prefetchConversation(queryClient, transport, id, { pageSize: 10 }),
      prefetchConversation(queryClient, transport, id, { pageSize: 10 }),
    ]);
    await prefetchConversation(queryClient, transport, id, { pageSize: 10 });
    expect(countHistory(server)).toBe(1);
    const { pages } = queryClient.getQueryData(conversationQuery(transport, id).queryKey)!;
    expect(pages.map(({ messages }) => messages.length)).toEqual([10]);
    expect(pages[0]).toMatchObject({ hasOlderMessages: true });
    queryClient.clear();
  });

  it('never rejects, and leaves a render that goes on without it', async () => {
    server.queueFault({ kind: 'fail-history', status: 403, match: { route: 'history' } });
    const queryClient = new QueryClient();
    const transport = createTestTransport(server);
    await prefetchConversation(queryClient, transport, id);
    expect(countHistory(server)).toBe(1);
    const chat = visit(server, { queryClient });
    await chat.until(isLive);
  });
});
