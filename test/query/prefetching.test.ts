import {
  createConversationClient,
  createMemoryHistory,
  selectMessages,
  type ConversationClient,
} from 'react-conversation-stream/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestTransport } from '../helpers/bimpeTransport.ts';
import { startBimpe, type BimpeServer } from '../helpers/startBimpe.ts';
import { countHistory } from './visits.ts';

let server: BimpeServer;
let id: string;
let client: ConversationClient;

beforeEach(async () => {
  server = await startBimpe();
  id = server.conversationId;
  client = createConversationClient({ transport: createTestTransport(server) });
  for (const message of ['one', 'two']) server.emit({ conversationId: id, message });
});
afterEach(async () => {
  client.dispose();
  await server.close();
});

const storedIds = () => server.messages(id).map((message) => message.id);

describe('client.prefetch', () => {
  it('reads the first page once and connects nothing', async () => {
    await Promise.all([client.prefetch(id), client.prefetch(id)]);
    await client.prefetch(id);
    expect(server.log().map(({ route }) => route)).toEqual(['history']);
    expect(client.conversation(id).store.getState()).toMatchObject({
      isPending: false,
      continuity: 'paused',
      connection: { status: 'idle' },
    });
  });

  it('fills the initial state, which servers render, of a handle that was there before', async () => {
    const { store } = client.conversation(id);
    expect(store.getInitialState()).toMatchObject({ isPending: true, keys: [] });
    await client.prefetch(id);
    expect(store.getInitialState().keys).toEqual(storedIds());
    expect(selectMessages(store.getInitialState())).toHaveLength(2);
  });

  it('rejects with a ConversationError; the next call asks again', async () => {
    server.queueFault({ kind: 'http', status: 403, match: { route: 'history' } });
    await expect(client.prefetch(id)).rejects.toMatchObject({ code: 'forbidden' });
    expect(client.conversation(id).store.getState().isPending).toBe(true);
    await client.prefetch(id);
    expect(client.conversation(id).store.getState().keys).toEqual(storedIds());
  });

  it('is given up with the client', async () => {
    server.queueFault({ kind: 'hang-before-headers', match: { route: 'history' } });
    const read = client.prefetch(id);
    await server.until(() => countHistory(server) === 1);
    client.dispose();
    await expect(read).rejects.toMatchObject({ code: 'aborted' });
    await server.until(() => server.log().every(({ closedAt }) => closedAt !== undefined));
  });

  it('shows the rows although the cache refuses them', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const history = {
      ...createMemoryHistory(),
      write() {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    const full = createConversationClient({ transport: createTestTransport(server), history });
    const { store } = full.conversation(id);
    await full.prefetch(id);
    expect(store.getState().keys).toEqual(storedIds());
    full.dispose();
  });
});
