import type { HistorySnapshot } from '../history.ts';
import type { Gap } from '../model/conversationState.ts';
import type { Entry } from './entry.ts';
import { isDeepEqual } from './isDeepEqual.ts';
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
  /** When the tail came into doubt: what was requested before then does not prove it. */
  #tailSince = 0;
  /** Rows with a hole before them, each with the tick of its doubt. */
  readonly #open = new Map<Entry, number>();
  readonly #givenUp = new Set<Entry>();
  #gaps: readonly Gap[] = [];
  /** What the open feed said last: of rows of equal time, what it says next comes after it. */
  lastSaid: Entry | undefined;
  /** Rows known by a send's receipt alone: the feed, perhaps dead already, has not said them. */
  readonly unheard: Set<Entry> = new Set();

  readonly #entries: OrderedEntries;
  readonly #now: () => number;

  /** `now`: the last tick. */
  constructor(entries: OrderedEntries, now: () => number) {
    this.#entries = entries;
    this.#now = now;
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

  /** Holes shown to the reader, newest last; the same array while they are the same. */
  readGaps(): readonly Gap[] {
    const gaps = this.#inner()
      .filter((hole) => this.#givenUp.has(hole))
      .map((hole) => ({ afterKey: this.#entries.before(hole)!.key, beforeKey: hole.key }));
    if (!isDeepEqual(gaps, this.#gaps)) this.#gaps = gaps;
    return this.#gaps;
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
    this.lose();
    // The feed may have been dead when their receipts came: what was said before them is not proven.
    for (const entry of this.unheard) this.#set(entry, this.#tailSince);
    this.unheard.clear();
  }

  /** Something the feed said is lost: what follows comes after a hole. */
  lose(): void {
    this.hasTail = true;
    this.#tailSince = this.#now();
    this.lastSaid = undefined;
  }

  /** What is shown from `entry` on may lack something. */
  open(entry: Entry): void {
    this.#set(entry, this.#now());
  }

  /** The list was filled from the cache: contiguous up to what is `unheard`; of what came since nothing is known. */
  seed({ hasOlderMessages, olderCursor }: HistorySnapshot, unheard: readonly Entry[]): void {
    const { first, last } = this.#entries;
    this.closeWithin(first, last);
    for (const entry of unheard) this.#set(entry, 0);
    this.hasTail = true;
    if (!first) return;
    first.olderCursor = olderCursor;
    this.#set(first, hasOlderMessages ? 0 : undefined);
  }

  /** Before `entry` goes into the list. */
  handleInsertion(entry: Entry, source: Source): void {
    const isLive = source === 'feed';
    const next = this.#entries.after(entry);
    this.#set(entry, this.#findDoubt(next, source));
    if (next && this.#givenUp.has(next)) this.#givenUp.add(entry);
    if (isLive) this.lastSaid = entry;
    // The first row of all may be an old one that was edited: it says nothing about what came after it.
    if (!next && isLive && this.isFeedOpen && this.#entries.first) this.hasTail = false;
  }

  /** Since when something may be missing at the place of a row that comes before `next`. */
  #findDoubt(next: Entry | undefined, source: Source): number | undefined {
    // A page knows nothing of what the feed has not said yet; a row that only a receipt placed proves nothing.
    const isOpen = source === 'page' && (!next || this.unheard.has(next));
    const since = next
      ? this.#open.get(next)
      : this.hasTail && source !== 'page'
        ? this.#tailSince
        : undefined;
    return since ?? (isOpen ? 0 : undefined);
  }

  /** Before `entry` leaves the list because it is gone or moves: its hole stays where it was. */
  handleRemoval(entry: Entry, isOpen: boolean = entry.hasHoleBefore): void {
    this.unheard.delete(entry);
    if (this.lastSaid === entry) this.lastSaid = undefined;
    const since = this.#open.get(entry) ?? 0;
    this.#set(entry, undefined);
    if (!isOpen) return;
    const next = this.#entries.after(entry);
    if (next) this.#set(next, since);
    else {
      this.hasTail = true;
      this.#tailSince = Math.max(this.#tailSince, since);
    }
  }

  /** After the entries of `run` went into the list. */
  applyRun(run: Run, entries: readonly Entry[], next: Entry | undefined): void {
    const [first] = entries;
    const last = entries.at(-1);
    this.closeWithin(first, last, run.asOf);
    // What is listed above the first is joined to what is below it, whoever placed it.
    for (const entry of entries.slice(1)) this.unheard.delete(entry);
    if (next) this.#set(next, undefined);
    if (run.isNewest && run.isProof) this.#closeAfter(last, run.asOf);
    if (!run.hasOlder) this.#closeUpTo(first, run);
    else if (first) {
      first.olderCursor = run.olderCursor ?? first.olderCursor;
      if (first === this.#entries.first) this.#set(first, 0);
    }
  }

  /** Rows of equal time changed places: the hole that was among them is before them all, too. */
  handleReorder(first: Entry, group: readonly Entry[]): void {
    for (const entry of group) if (entry.hasHoleBefore) this.#set(first, this.#open.get(entry));
  }

  /** The list from `first` to `last` was contiguous at `asOf`; the hole before `first` stays. */
  closeWithin(first: Entry | undefined, last: Entry | undefined, asOf: number = Infinity): void {
    if (first && last) this.#close(asOf, (hole) => isBefore(first, hole) && !isBefore(last, hole));
  }

  #closeAfter(last: Entry | undefined, asOf: number): void {
    if (this.#tailSince < asOf) this.hasTail = !this.isFeedOpen;
    this.#close(asOf, (hole) => hole !== this.#entries.first && (!last || isBefore(last, hole)));
  }

  /** The conversation starts at `first`, or was empty and has been listened to since. */
  #closeUpTo(first: Entry | undefined, { isProof, asOf }: Run): void {
    this.#close(asOf, (hole) => (first ? !isBefore(first, hole) : isProof));
  }

  /** What came into doubt after the request may be missing all the same. */
  #close(asOf: number, isCovered: (hole: Entry) => boolean): void {
    for (const [hole, since] of this.#open)
      if (since < asOf && isCovered(hole)) this.#set(hole, undefined);
  }

  /** Holes inside the list, oldest first. */
  #inner(): Entry[] {
    return [...this.#open.keys()]
      .filter((hole) => hole !== this.#entries.first)
      .toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  /** A hole before `entry`, in doubt `since` then; none where that is undefined. */
  #set(entry: Entry, since: number | undefined): void {
    entry.hasHoleBefore = since !== undefined;
    if (since !== undefined) this.#open.set(entry, Math.max(since, this.#open.get(entry) ?? 0));
    else if (this.#open.delete(entry)) this.#givenUp.delete(entry);
  }
}
