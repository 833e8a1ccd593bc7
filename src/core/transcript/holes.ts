import type { Entry } from './entry.ts';
import { isBefore, type OrderedEntries } from './orderedEntries.ts';
import type { Run } from './run.ts';

/** What told of a row: the feed says what comes after it, too; a page and a receipt do not. */
export type Source = 'feed' | 'page' | 'receipt';

/**
 * Where messages may be missing. A hole sits before an entry, or at the tail; the one before the first
 * entry just means that there are older messages. Everything else is proven contiguous (DESIGN §5.5).
 */
export class Holes {
  /** Messages may be missing after the newest entry: the feed is down, or nothing was proven since it opened. */
  hasTail = true;
  /** While the feed is open, what is appended is contiguous with what follows. */
  isFeedOpen = false;
  /** What `hasTail` was when the feed went: where a resume that the server checked goes on. */
  #hadTail = true;
  readonly #open = new Set<Entry>();
  readonly #givenUp = new Set<Entry>();
  /** What the open feed said last: of rows of equal time, what it says next comes after it. */
  lastSaid: Entry | undefined;
  /** Rows known by a send's receipt alone: the feed, perhaps dead already, has not said them. */
  readonly unheard: Set<Entry> = new Set();

  readonly #entries: OrderedEntries;

  constructor(entries: OrderedEntries) {
    this.#entries = entries;
  }

  get hasOlder(): boolean {
    return this.#entries.first?.hasHoleBefore ?? false;
  }

  /** Nothing is missing between the oldest row and now. */
  get areClosed(): boolean {
    return !this.hasTail && !this.findTopmost();
  }

  /** Every hole left is one that a read gave up on and the reader was shown. */
  get areGivenUp(): boolean {
    return !this.hasTail && this.#inner().every((hole) => this.#givenUp.has(hole));
  }

  /** Holes shown to the reader, as the entries around them, newest last. */
  readGaps(): { after: Entry; before: Entry }[] {
    return this.#inner()
      .filter((hole) => this.#givenUp.has(hole))
      .map((before) => ({ after: this.#entries.before(before)!, before }));
  }

  /** The newest entry below every hole that is not given up: what a read from the newest end must meet. */
  findAnchor(): Entry | undefined {
    const lowest = this.#inner().find((hole) => !this.#givenUp.has(hole));
    if (lowest) return this.#entries.before(lowest);
    return this.hasTail ? this.#entries.last : undefined;
  }

  /** The topmost hole inside the list. */
  findTopmost(): Entry | undefined {
    return this.#inner().at(-1);
  }

  /** Would a message at `order` stand alone beyond a stretch that was never loaded? */
  isAcrossUnloaded(order: number): boolean {
    const { first, last } = this.#entries;
    if (!first?.hasHoleBefore || !last) return false;
    // Of the same time as the oldest row: which side of it is not known, unless it is the newest, too.
    return order < first.order || (order === first.order && order < last.order);
  }

  /** The reads stopped before they met what is known: the reader is told. */
  giveUp(): void {
    for (const hole of this.#inner()) this.#givenUp.add(hole);
  }

  /** `isResumed`: the server vouches for the cursor, so the feed goes on where it broke off. */
  openFeed(isResumed: boolean): void {
    this.isFeedOpen = true;
    this.lastSaid = undefined;
    if (isResumed) this.hasTail = this.#hadTail;
  }

  closeFeed(): void {
    if (this.isFeedOpen) this.#hadTail = this.hasTail;
    this.isFeedOpen = false;
    this.lastSaid = undefined;
    this.hasTail = true;
    // The feed may have been dead when their receipts came: what was said before them is not proven.
    for (const entry of this.unheard) this.#set(entry, true);
    this.unheard.clear();
  }

  /** Something the feed said is lost: what follows comes after a hole. */
  lose(): void {
    this.hasTail = true;
    this.lastSaid = undefined;
  }

  /** The list was filled from the cache: contiguous, and nothing is known about what came since. */
  seed(hasOlder: boolean, olderCursor: string | undefined): void {
    const { first, last } = this.#entries;
    this.closeWithin(first, last);
    this.hasTail = true;
    if (!first) return;
    first.olderCursor = olderCursor;
    this.#set(first, hasOlder);
  }

  /** Before `entry` goes into the list. */
  handleInsertion(entry: Entry, source: Source): void {
    const isLive = source === 'feed';
    const next = this.#entries.after(entry);
    this.#set(entry, this.#isOpenBefore(next, source));
    if (next && this.#givenUp.has(next)) this.#givenUp.add(entry);
    if (isLive) this.lastSaid = entry;
    // The first row of all may be an old one that was edited: it says nothing about what came after it.
    if (!next && isLive && this.isFeedOpen && this.#entries.first) this.hasTail = false;
  }

  #isOpenBefore(next: Entry | undefined, source: Source): boolean {
    // A page knows nothing of what the feed has not said yet; a row that only a receipt placed proves nothing.
    if (source === 'page' && (!next || this.unheard.has(next))) return true;
    return next ? next.hasHoleBefore : this.hasTail;
  }

  /** Before `entry` leaves the list because it is gone or moves: its hole stays where it was. */
  handleRemoval(entry: Entry, isOpen: boolean = entry.hasHoleBefore): void {
    this.unheard.delete(entry);
    if (this.lastSaid === entry) this.lastSaid = undefined;
    this.#set(entry, false);
    if (!isOpen) return;
    const next = this.#entries.after(entry);
    if (next) this.#set(next, true);
    else this.hasTail = true;
  }

  /** After the entries of `run` went into the list. */
  applyRun(run: Run, entries: readonly Entry[], next: Entry | undefined): void {
    const [first] = entries;
    this.closeWithin(first, entries.at(-1));
    // What is listed above the first is joined to what is below it, whoever placed it.
    for (const entry of entries.slice(1)) this.unheard.delete(entry);
    if (next) this.#set(next, false);
    if (run.isNewest && run.isProof) this.#closeAfter(entries.at(-1));
    if (!run.hasOlder) this.#closeUpTo(first, run.isProof);
    else if (first) {
      first.olderCursor = run.olderCursor ?? first.olderCursor;
      if (first === this.#entries.first) this.#set(first, true);
    }
  }

  /** Rows of equal time changed places: the hole that was among them is before them all, too. */
  handleReorder(first: Entry): void {
    this.#set(first, true);
  }

  /** The list from `first` to `last` is contiguous; the hole before `first` stays. */
  closeWithin(first: Entry | undefined, last: Entry | undefined): void {
    if (!first || !last) return;
    for (const hole of this.#open)
      if (isBefore(first, hole) && !isBefore(last, hole)) this.#set(hole, false);
  }

  #closeAfter(last: Entry | undefined): void {
    this.hasTail = !this.isFeedOpen;
    for (const hole of this.#inner()) if (!last || isBefore(last, hole)) this.#set(hole, false);
  }

  /** The conversation starts at `first`, or was empty and has been listened to since. */
  #closeUpTo(first: Entry | undefined, isProof: boolean): void {
    for (const hole of this.#open) {
      const isCovered = first ? !isBefore(first, hole) : isProof;
      if (isCovered) this.#set(hole, false);
    }
  }

  /** Holes inside the list, oldest first. */
  #inner(): Entry[] {
    return [...this.#open]
      .filter((hole) => hole !== this.#entries.first)
      .toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  #set(entry: Entry, isOpen: boolean): void {
    if (!isOpen && !entry.hasHoleBefore) return;
    entry.hasHoleBefore = isOpen;
    if (isOpen) this.#open.add(entry);
    else {
      this.#open.delete(entry);
      this.#givenUp.delete(entry);
    }
  }
}
