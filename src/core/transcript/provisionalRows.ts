import type { Message, ServerMessage } from '../model/message.ts';
import { toMessage, type Entry } from './entry.ts';
import { isBefore } from './orderedEntries.ts';
import { isRecentEnough } from './isRecentEnough.ts';

/** Tells whether `message` is the stored form of `local`. */
export type MatchRule = (local: Message, message: ServerMessage, isAnswer: boolean) => boolean;

/**
 * Rows of turns whose ids were made here: history lists them under ids of its own, which takes their place
 * (PROTOCOLS §5.6). Oldest first. The clock of the reader says nothing about the server's order, so each
 * stays right behind the row that it followed.
 */
export class ProvisionalRows {
  /** Row → the one it follows; `undefined` when it was the first of all. */
  private readonly rows = new Map<Entry, Entry | undefined>();
  private readonly matches: MatchRule;

  constructor(matches: MatchRule) {
    this.matches = matches;
  }

  get size(): number {
    return this.rows.size;
  }

  add(row: Entry, after: Entry | undefined): void {
    this.rows.set(row, after);
  }

  delete(row: Entry): void {
    this.rows.delete(row);
  }

  entries(): Iterable<[row: Entry, after: Entry | undefined]> {
    return this.rows.entries();
  }

  /**
   * `listed` are the newest rows of the server. Those it took but did not list yet come after them, unless it
   * lists what was sent later: then it never will.
   */
  moveBehind(listed: readonly Entry[]): void {
    const newest = listed.at(-1);
    for (const [row, after] of this.rows) {
      if (!newest || row.message.role !== 'user') continue;
      const isPassed = listed.some(
        ({ key, message, since }) => key !== message.id && since > row.since,
      );
      if (!isPassed && (!after || isBefore(after, newest))) this.rows.set(row, newest);
    }
  }

  /** Before `row` leaves the list: what followed it follows the one before it. */
  replaceAnchor(row: Entry, before: Entry | undefined): void {
    for (const [one, after] of this.rows) if (after === row) this.rows.set(one, before);
  }

  /**
   * `previous`: what the server lists right before `message`. The answer to that is asked first: the same words
   * may have been said before.
   */
  findMatch(message: ServerMessage, previous: Entry | undefined): Entry | undefined {
    const isAnswer = (after: Entry | undefined): boolean =>
      previous?.message.role === 'user' && previous === after;
    for (const [row, after] of this.rows)
      if (isAnswer(after) && this.isStoredForm(row, message, true)) return row;
    for (const row of this.rows.keys()) if (this.isStoredForm(row, message, false)) return row;
    return undefined;
  }

  private isStoredForm(row: Entry, message: ServerMessage, isAnswer: boolean): boolean {
    const { clientId, role, createdAt } = row.message;
    if (clientId !== undefined && clientId === message.clientId) return true;
    if (role !== message.role || !isRecentEnough(createdAt, row.floor, message)) return false;
    return this.matches(toMessage(row), message, isAnswer);
  }
}
