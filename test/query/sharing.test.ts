import { InfiniteQueryObserver, notifyManager, QueryClient } from '@tanstack/react-query';
import {
  conversationKeys,
  conversationQuery,
  createQueryHistory,
  selectCachedMessages,
} from 'react-conversation-stream';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { defer } from '../core/conversation/scriptedBackend.ts';
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

/** An infinite list of the conversation elsewhere in the app, with everything it was ever given to show. Answers wait `until` then. */
function createList(queryClient: QueryClient, until: Promise<void> = Promise.resolve()) {
  const transport = createTestTransport(server, {
    async fetch(...request) {
      const response = await fetch(...request);
      await until;
      return response;
    },
  });
  const query = conversationQuery(transport, id, { pageSize: 10 });
  const list = new InfiniteQueryObserver(queryClient, { ...query, select: selectCachedMessages });
  const shown: string[][] = [];
  const note = (): void => {
    const { data } = list.getCurrentResult();
    if (data) shown.push(data.map((message) => message.id));
  };
  // As useInfiniteQuery subscribes.
  onTestFinished(list.subscribe(notifyManager.batchCalls(note)));
  return {
    list,
    shown,
    ids: () => list.getCurrentResult().data?.map((message) => message.id) ?? [],
  };
}

describe('an infinite list elsewhere in the app', () => {
  it('reads the conversation page by page, each message once, when nobody has it open', async () => {
    for (let index = 0; index < 35; index += 1) emit(`m${index}`);
    const queryClient = new QueryClient();
    const { list, ids } = createList(queryClient);
    await expect.poll(ids).toEqual(storedIds().slice(-10));
    // Messages that came meanwhile push everything down on numbered pages.
    emit('m35');
    emit('m36');
    while (list.getCurrentResult().hasNextPage) await list.fetchNextPage();
    expect(ids()).toEqual(storedIds().slice(0, 35));
    queryClient.clear();
  });

  it('refetches with one request, whatever the number of pages, and loses none of them', async () => {
    for (let index = 0; index < 35; index += 1) emit(`m${index}`);
    const queryClient = new QueryClient();
    const { list, ids } = createList(queryClient);
    await expect.poll(ids).toHaveLength(10);
    await list.fetchNextPage();
    await list.fetchNextPage();
    emit('new');
    const before = countHistory(server);
    await queryClient.invalidateQueries();
    expect(countHistory(server) - before).toBe(1);
    expect(ids().at(-1)).toBe(storedIds().at(-1));
    expect(new Set(ids()).size).toBe(ids().length);
    while (list.getCurrentResult().hasNextPage) await list.fetchNextPage();
    expect(ids()).toEqual(storedIds());
    queryClient.clear();
  });

  it('shows what a mounted conversation holds, and shares the pages both load', async () => {
    for (let index = 0; index < 55; index += 1) emit(`m${index}`);
    const chat = visit(server);
    await chat.until(isLive);
    const { list, ids } = createList(chat.queryClient);
    expect(ids()).toEqual(chat.ids());
    await list.fetchNextPage();
    await chat.until((state) => isLive(state) && state.keys.length > 20);
    expect(ids()).toEqual(chat.ids());
    const shared = ids().length;
    await chat.conversation.loadOlderMessages();
    emit('live');
    await expect.poll(() => ids().length).toBeGreaterThan(shared + 1);
    await expect.poll(ids).toEqual(chat.ids());
    expect(ids()).toEqual(storedIds().slice(-ids().length));
  });
});

describe('a fetch in flight', () => {
  it('never overwrites a live message', async () => {
    emit('old');
    const queryClient = new QueryClient();
    const { promise, resolve: answer } = defer<void>();
    const { shown, list } = createList(queryClient, promise);
    await server.until(() => countHistory(server) === 1);
    const chat = visit(server, { queryClient });
    await chat.until(isLive);
    const live = emit('live');
    await chat.until(({ keys }) => keys.length === 2);
    await expect.poll(() => chat.cachedIds(), { timeout: 5_000 }).toEqual(storedIds());
    expect(list.getCurrentResult().isFetching).toBe(true);
    answer();
    await expect.poll(() => list.getCurrentResult().isFetching).toBe(false);
    expect(chat.cachedIds()).toEqual(storedIds());
    const first = shown.findIndex((ids) => ids.includes(live.id));
    expect(shown.slice(first).every((ids) => ids.includes(live.id))).toBe(true);
    expect(chat.ids()).toEqual(storedIds());
  });

  it('that outlives the visit does not take away what the visit wrote', async () => {
    emit('old');
    const queryClient = new QueryClient();
    const { promise, resolve: answer } = defer<void>();
    const { ids, list } = createList(queryClient, promise);
    await server.until(() => countHistory(server) === 1);
    const chat = visit(server, { queryClient });
    await chat.until(isLive);
    emit('live');
    await chat.until(({ keys }) => keys.length === 2);
    await leave(chat);
    expect(list.getCurrentResult().isFetching).toBe(true);
    answer();
    await expect.poll(() => list.getCurrentResult().isFetching).toBe(false);
    expect(ids()).toEqual(storedIds());
  });

  it('of an older page, with a live message between its request and its answer', async () => {
    for (let index = 0; index < 30; index += 1) emit(`m${index}`);
    const chat = visit(server);
    await chat.until(isLive);
    const { promise, resolve: answer } = defer<void>();
    const { list, shown } = createList(chat.queryClient, promise);
    const loading = list.fetchNextPage();
    const live = emit('live');
    await expect.poll(() => chat.cachedIds(), { timeout: 5_000 }).toContain(live.id);
    expect(list.getCurrentResult().isFetching).toBe(true);
    answer();
    await loading;
    await chat.until((state) => isLive(state) && state.keys.length > 21);
    expect(chat.cachedIds()).toEqual(storedIds().slice(-chat.ids().length));
    const first = shown.findIndex((ids) => ids.includes(live.id));
    expect(shown.slice(first).every((ids) => ids.includes(live.id))).toBe(true);
  });
});

describe('createQueryHistory', () => {
  it('tells of what others put there or took away, never of what a conversation wrote', () => {
    const queryClient = new QueryClient();
    const transport = createTestTransport(server);
    const { scope } = transport;
    const history = createQueryHistory(queryClient, transport);
    const changes: string[] = [];
    const unsubscribe = history.subscribe!(scope, id, async (change) => void changes.push(change));
    const snapshot = { messages: [], hasOlderMessages: false };
    history.write(scope, id, snapshot);
    createQueryHistory(queryClient, transport).write(scope, id, snapshot);
    expect(changes).toEqual([]);
    const { queryKey } = conversationQuery(transport, id);
    queryClient.setQueryData(queryKey, { pages: [snapshot], pageParams: [null] });
    expect(changes).toEqual(['replaced']);
    void queryClient.resetQueries({ queryKey });
    expect(changes).toEqual(['replaced', 'invalidated']);
    unsubscribe();
    queryClient.setQueryData(queryKey, { pages: [snapshot], pageParams: [null] });
    expect(changes).toHaveLength(2);
    expect(queryClient.getQueryCache().find({ queryKey })!.getObserversCount()).toBe(0);
    queryClient.clear();
  });
});

describe('two clients on one query client', () => {
  it('come to rest, and both are right', async () => {
    emit('one');
    const first = visit(server);
    const second = visit(server, { queryClient: first.queryClient });
    await Promise.all([first.until(isLive), second.until(isLive)]);
    emit('two');
    await Promise.all([first, second].map((chat) => chat.until(({ keys }) => keys.length === 2)));
    const before = countHistory(server);
    await leave(first);
    await second.conversation.reconcile();
    expect(second.state().continuity).toBe('live');
    expect(second.cachedIds()).toEqual(storedIds());
    expect(countHistory(server) - before).toBe(1);
  });
});

describe('what the app itself sets', () => {
  it('is merged and asked about: the server decides', async () => {
    const kept = emit('kept');
    const chat = visit(server);
    await chat.until(isLive);
    const { queryKey } = conversationQuery(chat.transport, id);
    const before = countHistory(server);
    chat.queryClient.setQueryData(queryKey, (data) => ({
      ...data!,
      pages: [{ ...data!.pages[0]!, messages: [] }],
    }));
    expect(chat.cachedIds()).toEqual([kept.id]);
    await server.until(() => countHistory(server) > before);
    await chat.until(isLive);
    expect(chat.ids()).toEqual([kept.id]);
  });
});

describe('two accounts', () => {
  it('never mix, though they share page, query client and conversation id', async () => {
    const other = await startBimpe({ heartbeatInterval: 20 });
    onTestFinished(() => other.close());
    emit('of Ada');
    other.emit({ conversationId: id, message: 'of Grace' });
    const ada = visit(server, { scope: 'ada' });
    const { queryClient } = ada;
    await ada.until(isLive);
    server.queueFault({ kind: 'slow-history', ms: 100, match: { route: 'history' } });
    const late = ada.conversation.reconcile();
    await leave(ada);

    const grace = visit(other, { scope: 'grace', queryClient });
    expect(grace.conversation.store.getInitialState().keys).toEqual([]);
    await grace.until(isLive);
    await late;
    expect(grace.texts()).toEqual(['of Grace']);
    expect(ada.texts()).toEqual(['of Ada']);
    queryClient.removeQueries({ queryKey: conversationKeys.scope(ada.transport) });
    expect(
      queryClient
        .getQueryCache()
        .getAll()
        .map(({ queryKey }) => queryKey),
    ).toEqual([conversationKeys.messages(grace.transport, id)]);
    expect(JSON.stringify(grace.query().state.data)).not.toContain('Ada');
  });
});
