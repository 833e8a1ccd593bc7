import {
  createConversationClient,
  createMemoryHistory,
  getMessageText,
  selectMessages,
  turns,
  type Conversation,
  type ConversationClient,
  type ConversationTransport,
  type HistorySource,
  type ServerMessage,
} from 'react-conversation-stream/core';
import { createTestEnvironment } from 'react-conversation-stream/testing';
import { describe, expect, it } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../../helpers/virtualClock.ts';
import { createRandom, type Random } from '../../sim/random.ts';
import { epoch } from '../feed/wire.ts';
import { createScriptedBackend } from './scriptedBackend.ts';

const switches = 10_000;
const conversationIds = ['A', 'B'] as const;

interface World {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly history: HistorySource;
}

function createWorld(): World {
  return {
    clock: createVirtualClock(epoch),
    random: createRandom(8),
    history: createMemoryHistory(),
  };
}

/**
 * The backend of one account, deaf and slow: whatever was asked for is answered, up to half a second late,
 * whether or not anybody still waits. Ids are the same in all conversations of all accounts; texts tell whose they are.
 */
function createAccount(account: string, { clock, random }: World): ConversationTransport {
  const wait = (): Promise<void> =>
    new Promise((resolve) => void clock.after(random.int(0, 500), resolve));
  const tell = (conversationId: string, number: number): ServerMessage => ({
    id: `m${number}`,
    conversationId,
    role: 'assistant',
    parts: [{ type: 'text', text: `${account} ${conversationId}` }],
    createdAt: epoch - 60_000 + number,
  });
  const { transport } = createScriptedBackend(clock);
  return {
    ...transport,
    turns,
    scope: account,
    async listMessages({ conversationId, cursor }) {
      await wait();
      const start = cursor === undefined ? 10 : 0;
      const messages = Array.from({ length: 10 }, (_, index) =>
        tell(conversationId, start + index),
      );
      return { messages, ...(start > 0 && { olderCursor: 'm10' }) };
    },
    async *openFeed({ conversationId }) {
      await wait();
      yield [{ type: 'open' }];
      for (let number = 20; number < 24; number += 1) {
        await wait();
        yield [{ type: 'message', message: tell(conversationId, number) }];
      }
      await new Promise(() => {});
    },
    async sendMessage({ conversationId, idempotencyKey }) {
      await wait();
      const message = { ...tell(conversationId, 30), id: idempotencyKey, role: 'user' } as const;
      return { message };
    },
  };
}

function open(transport: ConversationTransport, { clock, history, random }: World) {
  return createConversationClient({
    transport,
    history,
    clock: clock.client,
    environment: createTestEnvironment(clock.client),
    random: random.fork(transport.scope).next,
    pageSize: 10,
  });
}

/** Notes every message that is shown where it does not belong, in any state there ever is. */
function watch(client: ConversationClient, foreign: Set<string>): readonly Conversation[] {
  return conversationIds.map((id) => {
    const handle = client.conversation(id);
    const { store, transport } = handle;
    const own = `${transport.scope} ${id}`;
    const check = (): void => {
      for (const message of selectMessages(store.getState()))
        if (getMessageText(message) !== own || message.conversationId !== id)
          foreign.add(`${getMessageText(message)} in ${own}`);
    };
    check();
    store.subscribe(check);
    return handle;
  });
}

/** Looks at a conversation for a moment: writes now and then, scrolls up now and then. */
async function visit(handle: Conversation, { clock, random }: World): Promise<void> {
  const release = handle.connect();
  if (random.chance(0.1))
    handle.sendMessage(`${handle.transport.scope} ${handle.id}`).catch(() => {});
  if (random.chance(0.1)) handle.loadOlderMessages().catch(() => {});
  await clock.runFor(random.chance(0.02) ? random.int(500, 3_000) : random.int(0, 60));
  release();
}

function expectOwnCaches({ history }: World): void {
  for (const scope of ['ada', 'grace'])
    for (const id of conversationIds) {
      const { messages = [] } = history.read(scope, id) ?? {};
      expect(messages.filter((one) => getMessageText(one) !== `${scope} ${id}`)).toEqual([]);
    }
}

describe('nothing of elsewhere is shown, however fast one goes and however late answers come (DESIGN G8)', () => {
  it('10,000 times from conversation A to B and back', { timeout: 120_000 }, async () => {
    const world = createWorld();
    const client = open(createAccount('ada', world), world);
    const foreign = new Set<string>();
    const handles = watch(client, foreign);
    for (let index = 0; index < switches; index += 1) await visit(handles[index % 2]!, world);
    await world.clock.runFor(5_000);
    expect([...foreign]).toEqual([]);
    // They were not empty: both pages, what came live, and what was written.
    for (const { store } of handles) expect(store.getState().keys.length).toBeGreaterThan(24);
    expectOwnCaches(world);
    client.dispose();
    expect(world.clock.countClientTimers()).toBe(0);
  });

  it(
    '10,000 times from one account to another, whose conversations have the same ids',
    { timeout: 120_000 },
    async () => {
      const world = createWorld();
      const accounts = ['ada', 'grace'].map((name) => createAccount(name, world));
      const foreign = new Set<string>();
      let most = 0;
      for (let index = 0; index < switches; index += 1) {
        const client = open(accounts[index % 2]!, world);
        const [first, second] = watch(client, foreign) as [Conversation, Conversation];
        await visit(world.random.chance(0.5) ? first : second, world);
        most = Math.max(most, first.store.getState().keys.length);
        client.dispose();
      }
      await world.clock.runFor(5_000);
      expect([...foreign]).toEqual([]);
      expect(most).toBeGreaterThan(20);
      expectOwnCaches(world);
      expect(world.clock.countClientTimers()).toBe(0);
    },
  );
});
