import {
  selectMessage,
  selectMessages,
  type ConversationState,
} from 'react-conversation-stream/core';
import { createStore } from 'zustand/vanilla';
import { createPublisher, type Scalars } from '../../src/core/conversation/createPublisher.ts';
import { TurnTranscript } from '../../src/core/transcript/turnTranscript.ts';
import { measureAllocation, timeEach } from './measure.ts';
import { conversationId, createMessage, createMessages } from './messages.ts';
import { check, note, printRow, printTitle } from './report.ts';

const lengths = [10, 100, 1_000, 10_000, 100_000];
const watchedRows = 30;
const delta = ' word';
/** Deltas of one answer, after which the next one begins: texts stay as long as answers are. */
const answerLength = 2_000;

interface Subject {
  /** One delta committed and published, and everyone who watches told. */
  step(): void;
  /** The array of all messages, made anew after a delta. */
  materialise(): number;
}

const scalars: Scalars = {
  conversationId,
  status: 'streaming',
  error: undefined,
  connection: { status: 'open', attempt: 0 },
  continuity: 'live',
  conversationStatus: undefined,
  isPending: false,
  hasOlderMessages: false,
  isLoadingOlderMessages: false,
  gaps: [],
  capabilities: {
    canSend: true,
    canStop: true,
    canRegenerate: false,
    canAttach: false,
    canApprove: false,
    isSendIdempotent: true,
    history: 'cursor',
  },
};

/** Transcript and publisher as a conversation wires them; a frame after every delta. */
function createOurs(length: number): Subject {
  const transcript = new TurnTranscript(() => false);
  const messages = createMessages(length).map((message) => ({ ...message, key: message.id }));
  transcript.seed({ messages, hasOlderMessages: false });
  let frame: (() => void) | undefined;
  const publisher = createPublisher(
    transcript,
    {
      schedule(publish) {
        frame = publish;
        return () => (frame = undefined);
      },
      onWake: () => () => {},
      isOnline: () => true,
    },
    () => scalars,
  );
  const { store } = publisher;
  const answer = createMessage(length, '');
  const begin = (): void => {
    transcript.startMessage({ ...answer, parts: [] });
    const part = { type: 'text', text: '', state: 'streaming' } as const;
    transcript.applyPart({ type: 'part-set', messageId: answer.id, partId: 'text', part });
  };
  const publish = (): void => {
    publisher.request();
    frame?.();
  };
  begin();
  publish();
  let rendered = 0;
  const watched = store.getState().keys.slice(-watchedRows);
  for (const key of watched) {
    publisher.subscribeMessage(key, () => {
      if (selectMessage(store.getState(), key)) rendered += 1;
    });
  }
  let { keys } = store.getState();
  store.subscribe((state: ConversationState) => {
    if (state.keys !== keys) ({ keys } = state);
  });
  let said = 0;
  const step = (): void => {
    said += 1;
    if (said % answerLength === 0) begin();
    transcript.applyPart({ type: 'part-delta', messageId: answer.id, partId: 'text', delta });
    publish();
  };
  return {
    step,
    materialise() {
      step();
      return selectMessages(store.getState()).length + rendered;
    },
  };
}

interface Row {
  readonly id: string;
  readonly text: string;
}

/** The control: an array in a zustand store, copied for every delta, as most chats do it. */
function createCopied(length: number): Subject {
  const initial: readonly Row[] = createMessages(length + 1).map(({ id }) => ({ id, text: '' }));
  const store = createStore(() => ({ messages: initial }));
  let rendered = 0;
  for (let row = Math.max(0, length + 1 - watchedRows); row <= length; row += 1) {
    let last = store.getState().messages[row];
    store.subscribe(({ messages }) => {
      if (messages[row] === last) return;
      last = messages[row];
      rendered += 1;
    });
  }
  let said = 0;
  const step = (): void => {
    said += 1;
    const { messages } = store.getState();
    const next = messages.slice();
    const { id, text } = next[length]!;
    next[length] = { id, text: said % answerLength === 0 ? '' : text + delta };
    store.setState({ messages: next });
  };
  return { step, materialise: () => rendered };
}

interface Cost {
  readonly length: number;
  time: number;
  bytes: number;
  materialised: number;
}

/**
 * The cost at each length. In turns, so that no length profits from code that was compiled for it alone,
 * nor suffers alone from a busy machine.
 */
function measure(create: (length: number) => Subject): Cost[] {
  const subjects = lengths.map((length) => ({ length, subject: create(length) }));
  for (const { subject } of subjects) timeEach(subject.step, { rounds: 3, calls: 500 });
  const costs = lengths.map((length) => ({
    length,
    time: Number.POSITIVE_INFINITY,
    bytes: Number.POSITIVE_INFINITY,
    materialised: Number.POSITIVE_INFINITY,
  }));
  for (let turn = 0; turn < 10; turn += 1) {
    for (const [index, { subject, length }] of subjects.entries()) {
      const cost = costs[index]!;
      cost.time = Math.min(cost.time, timeEach(subject.step, { rounds: 3, calls: 1_000 }));
      const calls = length >= 10_000 ? 5 : 100;
      const array = timeEach(() => void subject.materialise(), { rounds: 1, calls });
      cost.materialised = Math.min(cost.materialised, array);
    }
  }
  for (const [index, { subject }] of subjects.entries())
    costs[index]!.bytes = measureAllocation(subject.step);
  return costs;
}

/** DESIGN §10, row 1. */
export function benchStoreCost(): void {
  printTitle('Store cost per token delta: commit, publish, 30 row subscribers, a keys subscriber');
  printRow('messages', 'µs', 'bytes', '+ array, µs', 'control, µs');
  const ours = measure(createOurs);
  const control = measure(createCopied);
  for (const [index, { length, time, bytes, materialised }] of ours.entries())
    printRow(length, time, Math.round(bytes), materialised, control[index]!.time);
  check('100,000 messages to 10, ratio', ours.at(-1)!.time / ours[0]!.time, 1.5);
  const controlRatio = control.at(-1)!.time / control[0]!.time;
  check('the control must miss that goal: 1.5 / its ratio', 1.5 / controlRatio, 1);
  const most = Math.max(...ours.map(({ bytes }) => bytes));
  check('bytes allocated per delta', Math.round(most), 2_048);
  note('a delta, at any length', Math.max(...ours.map(({ time }) => time)), 2, 'µs');
}
