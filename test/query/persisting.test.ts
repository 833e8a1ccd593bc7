import { QueryClient } from '@tanstack/react-query';
import {
  persistQueryClientRestore,
  persistQueryClientSave,
  type PersistedClient,
  type Persister,
} from '@tanstack/query-persist-client-core';
import { selectMessages } from 'react-conversation-stream/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBimpe, type BimpeServer } from '../helpers/startBimpe.ts';
import {
  countHistory,
  createNetwork,
  endVisits,
  isLive,
  leave,
  visit,
  type Visit,
} from './visits.ts';

/* The app's storage: text, and asynchronous, as IndexedDB is. */
let stored: string | undefined;
const persister: Persister = {
  async persistClient(client) {
    stored = JSON.stringify(client);
  },
  restoreClient: async () => (stored ? (JSON.parse(stored) as PersistedClient) : undefined),
  async removeClient() {
    stored = undefined;
  },
};

type PersistedQueries = Parameters<typeof persistQueryClientSave>[0]['queryClient'];
const save = (queryClient: QueryClient) =>
  persistQueryClientSave({ queryClient: queryClient as unknown as PersistedQueries, persister });
const restore = (queryClient: QueryClient) =>
  persistQueryClientRestore({ queryClient: queryClient as unknown as PersistedQueries, persister });

let server: BimpeServer;
let id: string;

beforeEach(async () => {
  stored = undefined;
  server = await startBimpe({ heartbeatInterval: 20 });
  id = server.conversationId;
});
afterEach(async () => {
  endVisits();
  await server.close();
});

const emit = (message: string) => server.emit({ conversationId: id, message });
const storedIds = () => server.messages(id).map((message) => message.id);

/** A visit with rows from history, from the reader (whose keys are not ids), and from the feed; then the tab closes. */
async function leaveBehind(): Promise<Visit> {
  emit('one');
  const before = visit(server);
  await before.until(isLive);
  await before.conversation.sendMessage('two');
  emit('three');
  await before.until(({ keys }) => keys.length === 3);
  await leave(before);
  await save(before.queryClient);
  return before;
}

describe('a persisted conversation after a reload', () => {
  it('restores order and keys offline, marked, then heals online', async () => {
    const before = await leaveBehind();
    expect(before.state().keys).not.toEqual(before.ids());
    emit('while away');
    const requests = server.log().length;

    const queryClient = new QueryClient();
    await restore(queryClient);
    const network = createNetwork(false);
    const after = visit(server, { ...network, queryClient });
    expect(after.conversation.store.getInitialState().keys).toEqual(before.state().keys);
    expect(after.texts()).toEqual(['one', 'two', 'three']);
    await after.until(({ connection }) => connection.status === 'offline');
    expect(after.state()).toMatchObject({ continuity: 'joining', isPending: false });
    expect(after.states.every((state) => !isLive(state))).toBe(true);
    expect(server.log().length).toBe(requests);

    network.setOnline(true);
    await after.until((state) => isLive(state) && state.keys.length === 4);
    expect(after.state().keys.slice(0, 3)).toEqual(before.state().keys);
    expect(after.ids()).toEqual(storedIds());
  });

  it('restored after the mount appears all the same, and beats nothing that was read', async () => {
    const before = await leaveBehind();
    const network = createNetwork(false);
    const after = visit(server, network);
    await after.until(({ connection }) => connection.status === 'offline');
    expect(after.state().keys).toEqual([]);
    await restore(after.queryClient);
    await after.until(({ keys }) => keys.length === 3);
    expect(after.state().keys).toEqual(before.state().keys);
    network.setOnline(true);
    await after.until(isLive);
    expect(after.ids()).toEqual(storedIds());
  });

  it('restored after the first page came changes nothing', async () => {
    await leaveBehind();
    const [first] = server.messages(id);
    server.edit({ conversationId: id, id: first!.id, message: 'edited since' });
    const after = visit(server);
    await after.until(isLive);
    const shown = selectMessages(after.state());
    const requests = countHistory(server);
    await restore(after.queryClient);
    emit('proof that time has passed');
    await after.until(({ keys }) => keys.length === 4);
    expect(selectMessages(after.state()).slice(0, 3)).toEqual(shown);
    expect(countHistory(server)).toBe(requests);
  });

  it('offers again what was not sent', async () => {
    const before = visit(server);
    await before.until(isLive);
    server.queueFault({ kind: 'http', status: 403, match: { route: 'send' } });
    await before.conversation.sendMessage('unsent').catch(() => {});
    await leave(before);
    await save(before.queryClient);

    const queryClient = new QueryClient();
    await restore(queryClient);
    const after = visit(server, { queryClient });
    await after.until(isLive);
    const [row] = selectMessages(after.state());
    expect(row).toMatchObject({ key: before.state().keys[0], status: 'failed' });
    await after.conversation.retryMessage(row!.key);
    expect(server.messages(id).map(({ message }) => message)).toEqual(['unsent']);
  });

  it('holds nothing that an older version or a stranger left there', async () => {
    const before = await leaveBehind();
    const key = before.query().queryKey;
    for (const junk of [
      null,
      7,
      [],
      { pages: 'x' },
      { pages: [] },
      { pages: [{}], pageParams: [] },
    ]) {
      const queryClient = new QueryClient();
      queryClient.setQueryData(key, junk);
      const after = visit(server, { queryClient });
      expect(after.conversation.store.getInitialState().isPending).toBe(true);
      await after.until(isLive);
      expect(after.ids()).toEqual(storedIds());
    }
  });
});
