import { Chat } from '@ai-sdk/react';
import { AssistantRuntimeImpl, LocalRuntimeCore } from '@assistant-ui/core/internal';
import { ChatClient, type UIMessage } from '@tanstack/ai-client';
import { performance } from 'node:perf_hooks';
import {
  createConversationClient,
  getMessageText,
  selectMessage,
} from 'react-conversation-stream/core';
import { createAiSdkMessages, createAiSdkTransport, getAiSdkText } from './chats/aiSdk.ts';
import { createAssistantUiMessages, createAssistantUiModel } from './chats/assistantUi.ts';
import { createDeltaFeed, type DeltaFeed } from './chats/deltaFeed.ts';
import { createOurTransport } from './chats/ours.ts';
import {
  createTanstackAiConnection,
  createTanstackAiMessages,
  getTanstackAiText,
} from './chats/tanstackAi.ts';
import { conversationId } from './messages.ts';
import { check, printRow, printTitle } from './report.ts';

const lengths = [100, 10_000, 100_000];
const watchedRows = 30;
const delta = ' word';

/**
 * What a chat is to its screen: the rows it shows are watched each for itself, and so is the list of rows.
 * `onAnswer` gets the text of the answer whenever its row changed. Resolves with how to leave it: what a chat
 * holds would be in the way of whoever is measured next.
 */
type StartChat = (
  length: number,
  deltas: DeltaFeed,
  onAnswer: (text: string) => void,
) => Promise<() => void>;

/** The whole client, from the transport's batch to the subscribers; every delta is a frame of its own. */
const startOurs: StartChat = async (length, deltas, onAnswer) => {
  const client = createConversationClient({
    transport: createOurTransport(length, deltas),
    maxMessages: Number.POSITIVE_INFINITY,
    environment: {
      schedule(publish) {
        publish();
        return () => {};
      },
      onWake: () => () => {},
      isOnline: () => true,
    },
  });
  const { store, connect, sendMessage, subscribeMessage } = client.conversation(conversationId);
  connect();
  await until(() => store.getState().keys.length >= length);
  sendMessage('Go on.').catch(() => undefined);
  await until(() => store.getState().keys.length === length + 2);
  let { keys } = store.getState();
  store.subscribe((state) => {
    if (state.keys !== keys) ({ keys } = state);
  });
  for (const key of keys.slice(-watchedRows)) {
    subscribeMessage(key, () => {
      const message = selectMessage(store.getState(), key);
      if (message && key === keys.at(-1)) onAnswer(getMessageText(message));
    });
  }
  return client.dispose;
};

/** As `useChat` of the AI SDK subscribes: to the array, of which each row finds its own. */
const startAiSdk: StartChat = async (length, deltas, onAnswer) => {
  const chat = new Chat({
    messages: createAiSdkMessages(length),
    transport: createAiSdkTransport(deltas),
  });
  void chat.sendMessage({ text: 'Go on.' });
  await until(() => chat.messages.length === length + 2);
  const watch = watchArray(
    () => chat.messages,
    ({ id }) => id,
    (message) => onAnswer(getAiSdkText(message)),
  );
  chat['~registerMessagesCallback'](watch.handleList);
  for (const handleRow of watch.rows) chat['~registerMessagesCallback'](handleRow);
  return () => void chat.stop();
};

/** As `useChat` of TanStack AI subscribes: one callback gets the array, of which each row finds its own. */
const startTanstackAi: StartChat = async (length, deltas, onAnswer) => {
  let messages: UIMessage[] = [];
  let handleChange = (): void => {};
  const client = new ChatClient({
    initialMessages: createTanstackAiMessages(length),
    connection: createTanstackAiConnection(deltas),
    onMessagesChange(next) {
      messages = next;
      handleChange();
    },
  });
  void client.sendMessage('Go on.');
  await until(() => messages.length === length + 2);
  const watch = watchArray(
    () => messages,
    ({ id }) => id,
    (message) => onAnswer(getTanstackAiText(message)),
  );
  handleChange = () => {
    watch.handleList();
    for (const handleRow of watch.rows) handleRow();
  };
  return () => client.dispose();
};

/** As assistant-ui's hooks subscribe: to the runtime of each message, and to that of the thread. */
const startAssistantUi: StartChat = async (length, deltas, onAnswer) => {
  const core = new LocalRuntimeCore(
    { adapters: { chatModel: createAssistantUiModel(deltas) } },
    createAssistantUiMessages(length),
  );
  const { thread } = new AssistantRuntimeImpl(core);
  thread.append('Go on.');
  await until(() => thread.getState().messages.length === length + 2);
  let count = length + 2;
  thread.subscribe(() => {
    count = thread.getState().messages.length;
  });
  for (let index = count - watchedRows; index < count; index += 1) {
    const row = thread.getMessageByIndex(index);
    let last = row.getState();
    row.subscribe(() => {
      const next = row.getState();
      if (next === last) return;
      last = next;
      const [part] = next.content;
      if (index === count - 1 && part?.type === 'text') onAnswer(part.text);
    });
  }
  return () => thread.cancelRun();
};

interface ArrayWatch {
  readonly handleList: () => void;
  readonly rows: readonly (() => void)[];
}

/** Subscribers of the last rows of an array that is made anew for each change. */
function watchArray<TMessage>(
  read: () => readonly TMessage[],
  getId: (message: TMessage) => string,
  onAnswer: (message: TMessage) => void,
): ArrayWatch {
  const count = read().length;
  let lastId = getId(read().at(-1)!);
  const handleList = (): void => {
    lastId = getId(read().at(-1)!);
  };
  const rows = Array.from({ length: watchedRows }, (_, place) => {
    const index = count - watchedRows + place;
    let last = read()[index]!;
    return () => {
      const next = read()[index]!;
      if (next === last) return;
      last = next;
      if (getId(next) === lastId) onAnswer(next);
    };
  });
  return { handleList, rows };
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise(setImmediate);
}

interface Subject {
  readonly name: string;
  readonly start: StartChat;
  readonly rounds: number;
  /** Deltas of a round at each length: the slowest would take minutes for as many as the fastest. */
  readonly deltas: readonly number[];
}

const subjects: readonly Subject[] = [
  { name: 'ours, the whole client', start: startOurs, rounds: 15, deltas: [2_000, 2_000, 2_000] },
  { name: 'AI SDK', start: startAiSdk, rounds: 4, deltas: [1_000, 500, 50] },
  { name: 'TanStack AI', start: startTanstackAi, rounds: 4, deltas: [500, 250, 50] },
  { name: 'assistant-ui', start: startAssistantUi, rounds: 4, deltas: [1_000, 250, 20] },
];

/**
 * Microseconds per delta, until the row's subscriber has its text. Only what keeps the thread busy counts: some
 * peers wait for a timer after each delta.
 */
async function measure({ start, rounds }: Subject, length: number, count: number): Promise<number> {
  const deltas = createDeltaFeed();
  // An answer has begun once it said something.
  deltas.push(delta);
  let wanted = 0;
  let resolve = (): void => {};
  const leave = await start(length, deltas, (text) => {
    if (text.length >= wanted) resolve();
  });
  let said = 1;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    said += count;
    wanted = said * delta.length;
    const before = performance.eventLoopUtilization();
    const done = new Promise<void>((settle) => (resolve = settle));
    for (let left = count; left > 0; left -= 1) deltas.push(delta);
    await done;
    const { active } = performance.eventLoopUtilization(before);
    best = Math.min(best, (active * 1_000) / count);
  }
  leave();
  return best;
}

/**
 * DESIGN §10, row 1, beside those whom people use today: each with its own stream, store and subscriptions, fed
 * by the same deltas. assistant-ui is its core runtime alone, the local one; its React package brings a component
 * library along that has no part in this.
 */
export async function benchPeerStoreCost(): Promise<void> {
  printTitle(
    'Store cost per token delta beside peers: from chunk to 30 row subscribers, a list subscriber',
  );
  printRow('µs, at messages', ...lengths);
  const costs = new Map<string, number[]>();
  for (const subject of subjects) {
    const each: number[] = [];
    for (const [index, length] of lengths.entries())
      each.push(await measure(subject, length, subject.deltas[index]!));
    costs.set(subject.name, each);
    printRow(subject.name, ...each);
  }
  const [ours, ...peers] = [...costs];
  const most = Math.max(...ours![1]);
  check('100,000 messages to 100, ratio', ours![1].at(-1)! / ours![1][0]!, 1.5);
  for (const [name, each] of peers) {
    check(`${name} must be slower at 100: ours / its`, most / each[0]!, 1);
    check(`${name} must miss our ratio: 1.5 / its`, 1.5 / (each.at(-1)! / each[0]!), 1);
  }
}
