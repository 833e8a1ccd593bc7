import type { ConversationState, Message, MessagePart } from '../../react/index.ts';
import { getAuthorKind, getAuthorName } from '../message/authorName.ts';
import { describeSpokenMessage, flatten, readSpokenText } from './describeSpokenMessage.ts';
import { hasWaited } from '../message/hasWaited.ts';
import { getToolName, isToolPart } from '../tool/toolStatus.ts';
import { firstSentences } from './firstSentences.ts';
import type { Narrator } from './narrator.ts';
import { isDown } from './watchConnection.ts';

/** What of a conversation tells which rows are news. */
export type SeenState = Pick<ConversationState, 'keys' | 'isPending' | 'continuity' | 'connection'>;

/** The row with this key, as it is now. */
export type ReadRow = (key: string) => Message | undefined;

export interface RowWatch {
  /** Takes a published state. Costs what is new or unfinished, however long the conversation is. */
  see(state: SeenState, read: ReadRow): void;
  /** Of others, and arriving. */
  readonly answer: Message | undefined;
  /** Did the state seen last make a row say that something failed? */
  readonly hasFailed: boolean;
}

interface Watched {
  message: Message;
  /** Characters of its text that were spoken. */
  spoken: number;
}

/** Longer than this, ms, nobody waits for the end of a catch-up. */
const longestHold = 10_000;

/** Speaks rows that come after what was there at first, once they are whole; and what becomes of one's own. */
export function watchRows(narrator: Narrator): RowWatch {
  const { say, after, now, getLabels, getSettings } = narrator;
  const known = new Set<string>();
  const watched = new Map<string, Watched>();
  const asked = new Set<string>();
  let keys: readonly string[] | undefined;
  let first: string | undefined;
  let hasBegun = false;
  let heldSince: number | undefined;
  let current: SeenState | undefined;
  let hasFailed = false;

  const fail = (text: string): void => {
    hasFailed = true;
    say(text, { isAssertive: true });
  };
  const speak = (row: Watched): void => {
    const text = describeSpokenMessage(row.message, getSettings(), row.spoken);
    row.spoken = readSpokenText(row.message).length;
    say(text, { summarize: getLabels().newMessages });
  };
  const askApprovals = ({ parts }: Message): void => {
    for (const part of parts) {
      const id = getPendingApproval(part);
      if (id === undefined || !isToolPart(part) || asked.has(id)) continue;
      asked.add(id);
      say(getLabels().approvalNeeded(getToolName(part)), { isAssertive: true });
    }
  };
  const describeEnd = (message: Message, end: string): string => {
    const labels = getLabels();
    return labels.spokenMessage(getAuthorName(message, labels), end);
  };
  /** A connection that comes back soon goes on with the answer. */
  const sayInterrupted = (row: Watched): void => {
    after(() => {
      if (row.message.status !== 'interrupted') return;
      if (current && isDown(current)) sayInterrupted(row);
      else fail(describeEnd(row.message, getLabels().interrupted));
    });
  };
  const sayChange = (row: Watched): void => {
    const { status } = row.message;
    const labels = getLabels();
    const why = hasWaited(row.message) ? labels.waited : labels.failed;
    if (status === 'failed') fail(labels.spokenMessage(why, sayBriefly(row.message)));
    else if (isOwn(row.message)) return;
    else if (status === 'complete') speak(row);
    else if (status === 'stopped') say(describeEnd(row.message, labels.stopped));
    else if (status === 'error') fail(describeEnd(row.message, labels.answerFailed));
    else if (status === 'interrupted') sayInterrupted(row);
  };
  const follow = (key: string, row: Watched, next: Message | undefined): void => {
    const before = row.message;
    if (next === before) return;
    if (next === undefined) {
      watched.delete(key);
      return;
    }
    row.message = next;
    askApprovals(next);
    // A retry may fail again, and an approved answer be whole, before anything else of it is published.
    const isMore = next.status === 'complete' && readSpokenText(next).length > row.spoken;
    if (next.status !== before.status || next.error !== before.error || isMore) sayChange(row);
    if (!isUnfinished(next)) watched.delete(key);
  };
  const take = (key: string, message: Message, isNews: boolean): void => {
    const isOld = !isNews && message.status !== 'streaming';
    const row = { message, spoken: isOld ? readSpokenText(message).length : 0 };
    known.add(key);
    if (isUnfinished(message)) watched.set(key, row);
    if (!isNews) return;
    askApprovals(message);
    // One that a catch-up held back may have ended by now.
    if (message.status !== 'streaming') sayChange(row);
  };
  /** New rows stand after what others said before; anything else new is older, and only history. */
  const takeList = (next: readonly string[], read: ReadRow): void => {
    const isFirst = keys === undefined;
    const isNews = hasBegun;
    if (isFirst) [first] = next;
    // Behind the last row of others that is known.
    const last = next.findLastIndex(
      (key) => known.has(key) && (key === first || !isOwn(read(key))),
    );
    const fresh = next.slice(last + 1).filter((key) => !known.has(key));
    keys = next;
    for (const key of fresh) {
      const message = read(key);
      if (message === undefined) continue;
      // Whoever writes is there already, connected or not.
      const isOwnSend = !isFirst && isOwn(message) && isUnfinished(message);
      if (isOwnSend) hasBegun = true;
      take(key, message, isNews || isOwnSend);
    }
  };
  /** What a catch-up brings is told once it is all there. */
  const isHeld = ({ continuity, connection }: SeenState): boolean => {
    if (continuity !== 'reconciling' || connection.status !== 'open') heldSince = undefined;
    else heldSince ??= now();
    const isOver = heldSince !== undefined && now() - heldSince >= longestHold;
    return continuity === 'reconciling' && !isOver;
  };
  return {
    see(state, read) {
      hasFailed = false;
      current = state;
      if (!isHeld(state) && state.keys !== keys && !state.isPending) takeList(state.keys, read);
      if (state.continuity === 'live' || state.continuity === 'gap') hasBegun = true;
      for (const [key, row] of watched) follow(key, row, read(key));
    },
    get answer() {
      for (const { message } of watched.values())
        if (message.status === 'streaming' && !isOwn(message)) return message;
      return undefined;
    },
    get hasFailed() {
      return hasFailed;
    },
  };
}

const finished = new Set(['complete', 'stopped', 'error']);

function isUnfinished({ status, parts }: Message): boolean {
  return !finished.has(status) || parts.some(isToGoOn);
}

/** The answer goes on once it is approved. */
function isToGoOn(part: MessagePart): boolean {
  return isToolPart(part) && part.state.startsWith('approval');
}

function sayBriefly(message: Message): string {
  return firstSentences(flatten(readSpokenText(message)), 1);
}

function isOwn(message: Message | undefined): boolean {
  return message !== undefined && getAuthorKind(message) === 'self';
}

function getPendingApproval(part: MessagePart): string | undefined {
  return isToolPart(part) && part.state === 'approval-requested' ? part.approval?.id : undefined;
}
