import {
  getMessageText,
  isConversationError,
  type ConversationTransport,
} from '../../core/index.ts';
import { isEventStream, type Respond } from './createWire.ts';
import { cutBody, type Cut } from './cutBody.ts';
import { expectThat } from './expectation.ts';
import { readAllTexts } from './readAllTexts.ts';
import { watchConversation } from './watchConversation.ts';
import { trickyTexts, type Subject } from './createSubject.ts';

const feedRuns = 4;
const turnRuns = 10;
/** Core makes 20 attempts a minute; what comes after would have to wait for the next one. */
const cutsPerRun = 8;
const messagesPerRun = 10;
const question = 'A question?';

/** Whatever is cut, wherever: in the end the reader has what the server has, each message once. */
export async function checkDrops(subject: Subject): Promise<void> {
  if (subject.shapes.includes('feed')) {
    for (let run = 0; run < feedRuns; run += 1) await dropFeed(subject);
    await checkDeadCursor(subject);
  }
  if (subject.shapes.includes('turn'))
    for (let run = 0; run < turnRuns; run += 1) await dropTurn(subject);
}

function createCuts({ random }: Subject, count: number, most: number): Cut[] {
  return Array.from({ length: count }, () => ({
    // Early more often than late: streams differ in length.
    after: Math.floor(random() * random() * most),
    how: random() < 0.5 ? 'end' : 'break',
  }));
}

function cutting(cuts: Cut[]): Respond {
  return async (_, send) => {
    const response = await send();
    const cut = isEventStream(response) ? cuts.shift() : undefined;
    return cut ? cutBody(response, cut) : response;
  };
}

async function dropFeed(subject: Subject): Promise<void> {
  const { backend } = subject;
  const texts = ['Before.', 'Also before.'];
  const conversationId = await backend.create(texts);
  const { transport } = subject.connect(cutting(createCuts(subject, cutsPerRun, 1_200)));
  const watched = watchConversation(subject, transport, conversationId, (text) =>
    texts.includes(text),
  );
  try {
    for (let i = 0; i < messagesPerRun; i += 1) {
      const text = `${trickyTexts[i % trickyTexts.length]} (${i})`;
      texts.push(text);
      await backend.emit!(conversationId, text);
      if (subject.random() < 0.5) await watched.untilShows(texts);
    }
    await watched.untilShows(texts);
  } finally {
    watched.dispose();
  }
}

async function dropTurn(subject: Subject): Promise<void> {
  const { backend } = subject;
  const conversationId = await backend.create([]);
  const { transport } = subject.connect(cutting(createCuts(subject, 2, 4_000)));
  const answer = `The answer: ${trickyTexts.join(' ')}`;
  const isSaid = (text: string): boolean => text === question || answer.startsWith(text);
  const watched = watchConversation(subject, transport, conversationId, isSaid);
  try {
    await watched.untilLive();
    await backend.answer!(conversationId, answer);
    // What the cut does to the promise is core's affair; the rows are looked at.
    await watched.conversation.sendMessage(question).catch(() => {});
    await expectTurn(subject, watched, conversationId, answer);
  } finally {
    watched.dispose();
  }
}

async function expectTurn(
  subject: Subject,
  watched: ReturnType<typeof watchConversation>,
  conversationId: string,
  answer: string,
): Promise<void> {
  const row = watched.messages().find(({ role }) => role !== 'user');
  const isWhole = row !== undefined && getMessageText(row) === answer;
  expectThat(
    isWhole || row?.status !== 'complete',
    'A turn that was cut calls itself complete.',
    row,
  );
  const stored = await readAllTexts(subject, conversationId);
  // A backend that gives a turn up when nobody listens has no more than the reader: part of it, marked.
  if (stored.includes(answer)) await watched.untilShows([question, answer]);
}

/** Who promises to refuse a dead cursor is believed: nothing is read again after such a resume. */
async function checkDeadCursor(subject: Subject): Promise<void> {
  const { transport } = subject.connect();
  if (transport.continuity !== 'cursor-checked') return;
  const conversationId = await subject.backend.create(['Before.']);
  const error = await openAfter(transport, conversationId, 'no-such-cursor-f00ba2').catch(
    (reason: unknown) => reason,
  );
  const isRefused =
    isConversationError(error) && (error.code === 'gone' || error.code === 'bad_request');
  expectThat(
    isRefused,
    'continuity is cursor-checked, but a cursor that never was is not refused with 400 or 410.',
    error,
  );
}

async function openAfter(
  transport: ConversationTransport,
  conversationId: string,
  after: string,
): Promise<unknown> {
  const controller = new AbortController();
  const { signal } = controller;
  const feed = transport.openFeed!({ conversationId, after, signal });
  try {
    return await feed[Symbol.asyncIterator]().next();
  } finally {
    controller.abort();
  }
}
