import type { ServerMessage } from '../model/message.ts';
import { toMessage, type Entry } from './entry.ts';
import { isBefore } from './orderedEntries.ts';
import { isRecentEnough } from './isRecentEnough.ts';
import type { MatchRule } from './localSends.ts';

/** Where the server lists a message. */
export interface Listing {
  /** The row right before it. */
  readonly previous?: Entry | undefined;
  /** The last row of the user's before it; `null`: there is none. */
  readonly question?: Entry | null | undefined;
  /** What is listed after it and not known. */
  readonly later?: () => readonly ServerMessage[];
}

interface Place {
  /** An earlier attempt may have been stored, too. */
  readonly isRepeated?: boolean;
  /** The row it follows; `undefined` when it was the first of all. */
  readonly after: Entry | undefined;
  /** Of a reply: the row of the user's that it answers. */
  readonly question: Entry | undefined;
}

/**
 * Rows of turns whose ids were made here: history lists them under ids of its own, which takes their place
 * (PROTOCOLS §5.6). Oldest first. The clock of the reader says nothing about the server's order, so each
 * stays right behind the row that it followed.
 */
export class ProvisionalRows {
  readonly #rows = new Map<Entry, Place>();
  readonly #matches: MatchRule;

  constructor(matches: MatchRule) {
    this.#matches = matches;
  }

  get size(): number {
    return this.#rows.size;
  }

  add(row: Entry, place: Place): void {
    this.#rows.set(row, place);
  }

  delete(row: Entry): void {
    this.#rows.delete(row);
  }

  entries(): Iterable<[row: Entry, place: Place]> {
    return this.#rows.entries();
  }

  keys(): Iterable<Entry> {
    return this.#rows.keys();
  }

  /** The newest row that answers `question`. */
  findLastReply(question: Entry): Entry | undefined {
    let last: Entry | undefined;
    for (const [row, place] of this.#rows)
      if (place.question === question && row.message.role !== 'user') last = row;
    return last;
  }

  /**
   * `listed` are the newest rows of the server. What it took but did not list yet comes after them, unless it
   * lists what was sent later: then it never will. For the turn that runs it is certain. `reach`: the order
   * above which they are all there is.
   */
  moveBehind(listed: readonly Entry[], reach: number, runningKey: string | undefined): void {
    const newest = listed.at(-1);
    for (const [row, place] of this.#rows) {
      const { after } = place;
      if (!newest || row.message.role !== 'user') continue;
      // It may be listed below what was read.
      if (reach >= (row.floor ?? 0)) continue;
      // Behind another of these it moves along.
      if (after && this.#isUnplaced(after)) continue;
      const isPassed = listed.some(
        ({ key, message, since }) => key !== message.id && since > row.since,
      );
      if (isPassed && row.key !== runningKey) continue;
      if (after && !isBefore(after, newest)) continue;
      this.#rows.set(row, { ...place, after: this.findLastReply(newest) ?? newest });
    }
  }

  /** Is it, or what it answers, a row that history has not listed? A reply stays with its question. */
  #isUnplaced(row: Entry): boolean {
    const place = this.#rows.get(row);
    if (row.message.role === 'user' || !place?.question) return place !== undefined;
    return this.#isUnplaced(place.question);
  }

  /** Before `row` leaves the list: what followed it follows the one before it. */
  replaceAnchor(row: Entry, before: Entry | undefined): void {
    for (const [one, place] of this.#rows)
      if (place.after === row) this.#rows.set(one, { ...place, after: before });
  }

  /** The row whose stored form `message` is. */
  findMatch(message: ServerMessage, listing: Listing = {}): Entry | undefined {
    for (const [row, place] of this.#rows) {
      if (!this.#isStoredForm(row, place, message, listing)) continue;
      // Sent twice it may be stored twice: the turn that was told is the later one's.
      const isTwice =
        place.isRepeated &&
        listing.later?.().some((later) => this.#isStoredForm(row, place, later, {}));
      if (!isTwice) return row;
    }
    return undefined;
  }

  /** An answer stands behind its own question: the same words may have been said elsewhere. */
  #isStoredForm(
    row: Entry,
    place: Place,
    message: ServerMessage,
    { previous, question }: Listing,
  ): boolean {
    const { clientId, role, createdAt } = row.message;
    if (clientId !== undefined && clientId === message.clientId) return true;
    if (role !== message.role || !isRecentEnough(createdAt, row.floor, message)) return false;
    const isElsewhere = question !== undefined && place.question && place.question !== question;
    if (role !== 'user' && isElsewhere) return false;
    const isAnswer = previous !== undefined && previous === place.question;
    return this.#matches(toMessage(row), message, isAnswer);
  }
}
