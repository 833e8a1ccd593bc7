import type { Message, ServerMessage } from '../model/message.ts';
import { toMessage, type Entry } from './entry.ts';
import { isRecentEnough } from './isRecentEnough.ts';

/** Tells whether `message` is the stored form of `local`. */
export type MatchRule = (local: Message, message: ServerMessage) => boolean;

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

  /** Before `row` leaves the list: what followed it follows the one before it. */
  replaceAnchor(row: Entry, before: Entry | undefined): void {
    for (const [one, after] of this.rows) if (after === row) this.rows.set(one, before);
  }

  /** `previous`: what the server lists right before `message`. An answer follows its question. */
  findMatch(message: ServerMessage, previous: Entry | undefined): Entry | undefined {
    for (const [row, after] of this.rows) {
      const local = row.message;
      if (local.clientId !== undefined && local.clientId === message.clientId) return row;
      if (local.role !== message.role || !isRecentEnough(local.createdAt, row.floor, message))
        continue;
      const isAnswer = previous?.message.role === 'user' && previous === after;
      if (local.role !== 'user' && isAnswer) return row;
      if (this.matches(toMessage(row), message)) return row;
    }
    return undefined;
  }
}
