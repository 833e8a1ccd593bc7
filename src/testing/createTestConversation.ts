import {
  createConversationClient,
  selectMessages,
  type Conversation,
  type ConversationClient,
  type ConversationClientOptions,
  type ConversationState,
  type Message,
} from '../core/index.ts';
import { createScriptedTransport } from './createScriptedTransport.ts';
import { createSeededRandom } from './createSeededRandom.ts';
import { createTestEnvironment, type TestEnvironment } from './createTestEnvironment.ts';
import { createVirtualClock, type VirtualClock } from './createVirtualClock.ts';
import type { ScriptedMessage } from './scriptedMessage.ts';
import type { ScriptedTransport, ScriptedTransportOptions } from './scriptedTransport.ts';

export interface TestConversationOptions extends Omit<
  ScriptedTransportOptions,
  'conversations' | 'clock'
> {
  /** Default `test`. */
  readonly id?: string;
  /** What was said before anybody came, oldest first. */
  readonly messages?: readonly ScriptedMessage[];
  readonly clock?: VirtualClock;
  /** Options of the client: `pageSize`, `onMessage`, `history` … */
  readonly client?: Partial<ConversationClientOptions>;
  /** Testing Library's (or React's) `act`: whatever passes time or changes the network happens inside it. */
  readonly act?: (work: () => Promise<void>) => PromiseLike<void>;
}

/** One conversation with a scripted backend, in virtual time: nothing waits for real. */
export interface TestConversation {
  readonly id: string;
  readonly transport: ScriptedTransport;
  /** For your provider. */
  readonly client: ConversationClient;
  /** The handle, for tests without components: `conversation.connect()`. */
  readonly conversation: Conversation;
  readonly clock: VirtualClock;
  readonly environment: TestEnvironment;
  /** The state published last. */
  readonly state: ConversationState;
  /** The rows published last, oldest first. */
  readonly messages: readonly Message[];
  /** Lets virtual time pass. Default 1,000 ms. */
  advance(ms?: number): Promise<void>;
  /** Lets time pass until `condition` holds. Rejects with the state when it does not within `timeout` virtual ms (default 60,000). */
  until(condition: (state: ConversationState) => boolean, timeout?: number): Promise<void>;
  /** The network goes: the page is told, streams break, requests fail. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  /** Ends client and transport. Afterwards no timer and no listener is left. */
  dispose(): void;
}

/**
 * What a test of one conversation needs, wired up. Nothing is requested before somebody connects: render
 * with `createConversationWrapper` of `/testing/react`, or call `conversation.connect()`.
 *
 * ```ts
 * const test = createTestConversation({ messages: ['Hello'], reply: 'Sure.' });
 * const release = test.conversation.connect();
 * await test.until((state) => state.continuity === 'live');
 * ```
 */
export function createTestConversation(options: TestConversationOptions = {}): TestConversation {
  const {
    id = 'test',
    messages = [],
    clock = createVirtualClock(),
    client: clientOptions,
    act = (work) => work(),
    ...scripted
  } = options;
  const transport = createScriptedTransport({
    ...scripted,
    clock,
    conversations: { [id]: messages },
  });
  const environment = createTestEnvironment(clock);
  const random = createSeededRandom(scripted.seed);
  const client = createConversationClient({
    transport,
    clock,
    environment,
    random,
    ...clientOptions,
  });
  const conversation = client.conversation(id);
  const getState = (): ConversationState => conversation.store.getState();
  const advance = async (ms: number): Promise<void> => act(() => clock.advance(ms));
  const setOnline = (isOnline: boolean): Promise<void> => {
    transport.configure({ isReachable: isOnline });
    environment.setOnline(isOnline);
    return clock.advance(0);
  };
  return {
    id,
    transport,
    client,
    conversation,
    clock,
    environment,
    get state() {
      return getState();
    },
    get messages() {
      return selectMessages(getState());
    },
    advance: (ms = 1_000) => advance(ms),
    async until(condition, timeout = 60_000) {
      const end = clock.now() + timeout;
      await advance(0);
      while (!condition(getState())) {
        if (clock.now() >= end) throw createUntrue(condition, timeout, getState());
        await advance(step);
      }
    },
    goOffline: async () => act(() => setOnline(false)),
    goOnline: async () => act(() => setOnline(true)),
    dispose() {
      client.dispose();
      transport.dispose();
    },
  };
}

/** A frame: no published state is skipped. */
const step = 16;

function createUntrue(condition: unknown, timeout: number, state: ConversationState): Error {
  const { connection, continuity, status, keys } = state;
  const summary = JSON.stringify({ connection, continuity, status, rows: keys.length });
  return new Error(
    `Not true within ${timeout} ms of virtual time: ${String(condition)}\n${summary}`,
  );
}
