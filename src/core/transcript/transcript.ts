/*
 * Over 400 lines: the rules of the merge in one place, each a few lines long. What each
 * needs (order, ties, holes, local sends) lives in the files beside it.
 */
import { ConversationError } from '../model/conversationError.ts';
import type { DiagnosticCode } from '../model/conversationEvent.ts';
import type { Message, ServerMessage } from '../model/message.ts';
import type { HistorySnapshot } from '../history.ts';
import { compareVersions } from './compareVersions.ts';
import { findLateTie } from './findLateTie.ts';
import { createEntry, toMessage, type Entry } from './entry.ts';
import { Holes, type Source } from './holes.ts';
import { isDeepEqual } from './isDeepEqual.ts';
import { LocalSends, type LocalSend, type MatchRule } from './localSends.ts';
import { isBefore, OrderedEntries } from './orderedEntries.ts';
import { getOrder, type Run, type RunItem } from './run.ts';
import { reorderTies } from './reorderTies.ts';
import { findAbsent } from './findAbsent.ts';
import { readStored, type StoredRows } from './readStored.ts';
import { hasReachedKnown } from './hasReachedKnown.ts';
import { isSuperseded, supersede } from './superseded.ts';
import type { StreamedEvent } from './streamParts.ts';
import { Unlisted } from './unlisted.ts';

/** What a live event did to the transcript, when it did not simply apply. */
export type Objection = Extract<DiagnosticCode, 'deleted_message' | 'stale_event' | 'orphan_part'>;

export interface TranscriptChanges {
  /** Keys of rows whose record is new. */
  readonly changed: ReadonlySet<string>;
  /** Rows that came, went or moved. */
  readonly isListChanged: boolean;
}

/**
 * The merge: history pages, live events and local sends become one ordered list, each message once
 * (DESIGN §5). Mutable and private to the conversation; touches only what an event names. Takes whole messages
 * that have their ids from the server; `TurnTranscript` takes the rest.
 */
export class Transcript {
  readonly sends: LocalSends;
  readonly holes: Holes;
  /** Called for every message that is inserted, own sends aside. */
  onArrival: ((entry: Entry) => void) | undefined;
  protected readonly entries: OrderedEntries = new OrderedEntries();
  protected readonly byId: Map<string, Entry> = new Map();
  protected readonly byKey: Map<string, Entry> = new Map();
  readonly #unlisted = new Unlisted();
  protected changed: Set<string> = new Set();
  protected isListChanged = false;
  #clock = 0;
  #evictedAt = 0;

  constructor(matches: MatchRule) {
    this.sends = new LocalSends(matches);
    this.holes = new Holes(this.entries, () => this.#clock);
  }

  /** A new moment: what is requested after it may know more than what was seen before it. */
  tick(): number {
    return (this.#clock += 1);
  }

  get size(): number {
    return this.entries.size;
  }

  get oldest(): Entry | undefined {
    return this.entries.first;
  }

  get newest(): Entry | undefined {
    return this.entries.last;
  }

  find(id: string): Entry | undefined {
    return this.byId.get(id);
  }

  findByKey(key: string): Entry | undefined {
    return this.byKey.get(key);
  }

  /** What was taken for the stored form of a send. */
  findStored({ storedId = '' }: LocalSend): ServerMessage | undefined {
    return this.byId.get(storedId)?.message;
  }

  countAfter(entry: Entry): number {
    return this.entries.countAfter(entry);
  }

  /** The row as the reader sees it: a server message or a local send. */
  read(key: string): Message | undefined {
    const entry = this.byKey.get(key);
    return entry ? toMessage(entry) : this.sends.read(key);
  }

  /** Keys in the order of the rows; local sends stay last until the server places them. */
  readKeys(): string[] {
    return this.entries.readKeys().concat(this.sends.list().map(({ key }) => key));
  }

  /** Shows rows held from before, one contiguous stretch. */
  seed(held: HistorySnapshot): void {
    const unheard: Entry[] = [];
    for (const message of held.messages) {
      if (this.byId.has(message.id)) continue;
      const { key, isUnheard, ...rest } = message;
      const entry = createEntry(rest, this.#freeKey(key), this.entries.nextTie(), 0);
      this.insert(entry, 'page');
      if (isUnheard) unheard.push(entry);
    }
    this.holes.seed(held, unheard);
  }

  /** A message from the feed or a send receipt: newer than any page requested before now. */
  applyLive(message: ServerMessage): Objection | undefined {
    const known = this.byId.get(message.id);
    if (known) {
      this.#hear(known);
      return this.#applyEdit(known, message);
    }
    if (this.#unlisted.isDeleted(message.id)) return 'deleted_message';
    if (this.holes.isAcrossUnloaded(getOrder(message)))
      this.#unlisted.setAside(message, this.tick());
    else this.insertNew(message, this.tick(), 'feed');
    return undefined;
  }

  /** One message read on its own, requested at `asOf`. */
  update(message: ServerMessage, asOf: number): void {
    const known = this.byId.get(message.id);
    if (known) this.updateFrom(known, message, asOf);
  }

  /** What streams: here nothing does. Returns what kept it from being taken in. */
  applyStreamed(_event: StreamedEvent, _isRetold: boolean): Objection | undefined {
    throw createNoTurns();
  }

  /** A stretch of history. */
  applyRun(run: Run): void {
    this.merge(this.#withoutEvicted(run));
  }

  /** Takes a stretch in. Returns the rows of what it lists. */
  protected merge(run: Run): Entry[] {
    const brought = new Set<Entry>();
    const listed: Entry[] = [];
    for (const item of run.items) {
      const { size } = this.entries;
      const entry = this.applyItem(item);
      if (!entry) continue;
      listed.push(entry);
      if (this.entries.size > size) brought.add(entry);
    }
    if (reorderTies(this.entries, this.holes, run, listed, brought)) this.isListChanged = true;
    this.holes.applyRun(run, listed, this.#findNext(run, listed.at(-1)));
    return listed;
  }

  /** The row that follows a stretch read up to it; where that one is gone, the one that follows now. */
  #findNext({ nextKey }: Run, last: Entry | undefined): Entry | undefined {
    if (nextKey === undefined) return undefined;
    return this.byKey.get(nextKey) ?? (last && this.entries.after(last));
  }

  /** Ids that the server should have listed and did not (DESIGN §5.6). */
  findAbsent(covered: Run): string[] {
    return findAbsent(this.entries, covered);
  }

  /** The server has it no more. A tombstone keeps late copies from bringing it back. */
  remove(id: string): void {
    this.#unlisted.bury(id, this.tick());
    const entry = this.byId.get(id);
    if (!entry) return;
    const send = this.sends.get(entry.key);
    // It was stored, whatever becomes of its receipt.
    if (send) this.sends.remove(send);
    this.drop(entry);
  }

  /** The server stored a local send: the row keeps its key and takes its place. */
  acknowledge(send: LocalSend, message: ServerMessage): Entry {
    const { storedId } = send;
    if (storedId !== undefined && storedId !== message.id) this.#releaseGuess(send, storedId);
    const known = this.byId.get(message.id);
    this.sends.remove(send);
    this.changed.add(send.key);
    if (known) {
      this.#rekey(known, send.key);
      this.#applyEdit(known, message);
      return known;
    }
    const entry = createEntry(message, send.key, this.entries.nextTie(), this.tick());
    // Deleted before its receipt came, or stored so long ago that its place is not loaded: the send is done,
    // and its row goes where it belongs.
    const isElsewhere =
      this.#unlisted.isDeleted(message.id) || this.holes.isAcrossUnloaded(entry.order);
    if (isElsewhere) this.isListChanged = true;
    else {
      this.insert(entry, 'receipt');
      this.holes.unheard.add(entry);
    }
    return entry;
  }

  addSend(send: LocalSend): void {
    this.sends.add(send);
    this.isListChanged = true;
    this.changed.add(send.key);
  }

  changeSend(send: LocalSend): void {
    this.changed.add(send.key);
  }

  discardSend(send: LocalSend): void {
    this.sends.remove(send);
    this.isListChanged = true;
    this.changed.add(send.key);
  }

  /**
   * Forgets the oldest rows beyond `max`; they are older messages again. Cuts where loading can start
   * again, if there is such a place among the surplus.
   */
  evict(max: number, canStartAt: (entry: Entry) => boolean): void {
    const surplus = this.entries.size - max;
    if (surplus <= 0) return;
    const going: Entry[] = [];
    let boundary: number | undefined;
    for (const entry of this.entries.from(-Infinity)) {
      if (going.length > 0 && canStartAt(entry)) boundary = going.length;
      if (going.length === surplus) break;
      going.push(entry);
    }
    for (const entry of going.slice(0, boundary ?? surplus)) this.#forget(entry);
    this.#evictedAt = this.tick();
  }

  /** Order above which the server may list what it took and has not listed so far. */
  protected getFloor(): number {
    const floors = this.sends
      .list()
      .map(({ status, floor }) => (status === 'sending' ? (floor ?? 0) : Infinity));
    return Math.min(...floors);
  }

  /** Has a read from the newest end met what was known? */
  hasReachedKnown(run: Run): boolean {
    return hasReachedKnown(run, this.entries, this.holes, this.byId, this.getFloor());
  }

  /** The contiguous stretch up to the newest row, settled, for the cache. */
  readStored(): StoredRows {
    return readStored(this.entries, this.holes.unheard);
  }

  takeChanges(): TranscriptChanges {
    const { changed, isListChanged } = this;
    this.changed = new Set();
    this.isListChanged = false;
    return { changed, isListChanged };
  }

  protected applyItem({ message, asOf }: RunItem): Entry | undefined {
    const known = this.byId.get(message.id);
    if (known) {
      this.updateFrom(known, message, asOf);
      return known;
    }
    if (this.#unlisted.isGone(message.id, asOf)) return undefined;
    const aside = this.#unlisted.takeAside(message.id);
    if (aside && aside.asOf > asOf) return this.insertNew(aside.message, aside.asOf, 'page');
    return this.insertNew(message, asOf, 'page');
  }

  protected insertNew(message: ServerMessage, asOf: number, source: Source): Entry {
    const send = this.sends.findMatch(message);
    if (send) this.sends.match(send, message.id);
    const key = send ? send.key : this.#freeKey(this.#unlisted.getKey(message.id));
    const order = getOrder(message);
    const isLive = source === 'feed';
    const tie = isLive ? findLateTie(this.entries, this.holes, order) : this.entries.nextTie();
    const entry = createEntry(message, key, tie, asOf);
    this.admit(entry, source);
    if (!send) this.onArrival?.(entry);
    return entry;
  }

  /** Messages that stream, or have no id of the server's, are for turns. */
  protected admit(entry: Entry, source: Source): void {
    if (entry.message.isProvisional || entry.status === 'streaming') throw createNoTurns();
    this.insert(entry, source);
  }

  /** The feed tells of a row that only a receipt had placed: now it stands where it was said. */
  #hear(entry: Entry): void {
    if (!this.holes.unheard.delete(entry)) return;
    this.entries.remove(entry);
    entry.tie = this.entries.nextTie();
    this.entries.insert(entry);
    this.isListChanged = true;
  }

  /** A stretch requested before rows were evicted must not bring the older ones of them back, without the rest. */
  #withoutEvicted(run: Run): Run {
    const { first } = this.entries;
    if (run.asOf > this.#evictedAt || !first) return run;
    const items = run.items.filter(({ message }) => getOrder(message) >= first.order);
    return { ...run, items, hasOlder: true, olderCursor: undefined };
  }

  /** A known id on the feed: an edit, unless the wire's versions or an earlier edit say it is old. */
  #applyEdit(entry: Entry, message: ServerMessage): Objection | undefined {
    if (message.isIncomplete && !entry.message.isIncomplete) return undefined;
    const isUnversioned = compareVersions(message, entry.message) === 0;
    if (isUnversioned && isSuperseded(entry, message)) return 'stale_event';
    this.updateFrom(entry, message, this.tick(), true);
    return undefined;
  }

  protected updateFrom(
    entry: Entry,
    message: ServerMessage,
    asOf: number,
    _isLive?: boolean,
  ): void {
    if (isOlder(entry, message, asOf)) return;
    entry.asOf = Math.max(asOf, entry.asOf);
    if (isDeepEqual(entry.message, message) && entry.status === (message.status ?? 'complete'))
      return;
    supersede(entry, message);
    this.reposition(entry, getOrder(message));
    entry.message = message;
    entry.parts = message.parts as Entry['parts'];
    entry.arePartsShared = true;
    entry.places = undefined;
    entry.status = message.status ?? 'complete';
    entry.error = undefined;
    this.changed.add(entry.key);
  }

  /** Rows of its new time that stood behind it stay behind it. */
  protected reposition(entry: Entry, order: number): void {
    if (order === entry.order) return;
    const group = this.entries.equalTo(order);
    const next = group.findIndex((other) => isBefore(entry, other));
    this.holes.handleRemoval(entry);
    this.entries.remove(entry);
    entry.order = order;
    entry.tie = this.entries.tieBefore(group, next);
    this.insert(entry, 'page');
  }

  protected insert(entry: Entry, source: Source): void {
    this.holes.handleInsertion(entry, source);
    this.entries.insert(entry);
    this.byId.set(entry.message.id, entry);
    this.byKey.set(entry.key, entry);
    this.isListChanged = true;
    this.changed.add(entry.key);
  }

  protected drop(entry: Entry): void {
    this.holes.handleRemoval(entry);
    this.unlink(entry);
  }

  #forget(entry: Entry): void {
    this.holes.handleRemoval(entry, true);
    this.#unlisted.keepKey(entry.message.id, entry.key);
    this.unlink(entry);
  }

  protected unlink(entry: Entry): void {
    this.entries.remove(entry);
    this.byId.delete(entry.message.id);
    if (this.byKey.get(entry.key) === entry) this.byKey.delete(entry.key);
    this.isListChanged = true;
    this.changed.add(entry.key);
  }

  /** A guess was wrong: that message is somebody's own row after all. */
  #releaseGuess(send: LocalSend, id: string): void {
    const entry = this.byId.get(id);
    if (entry?.key === send.key) this.#rekey(entry, this.#freeKey(id));
  }

  #rekey(entry: Entry, key: string): void {
    if (entry.key === key) return;
    this.byKey.delete(entry.key);
    this.changed.add(entry.key).add(key);
    entry.key = key;
    this.byKey.set(key, entry);
    this.isListChanged = true;
  }

  /** The id, unless a hostile or unlucky server names a row that exists. */
  #freeKey(wanted: string): string {
    let key = wanted;
    while (this.byKey.has(key) || this.sends.get(key)) key = `${key}'`;
    return key;
  }
}

/** Older history never beats what is newer: by version where the wire has one, else by tick. */
export function isOlder(entry: Entry, message: ServerMessage, asOf: number): boolean {
  const versions = compareVersions(message, entry.message);
  return versions < 0 || (versions === 0 && asOf < entry.asOf);
}

/** A transport left out what its messages need. */
export function createNoTurns(): ConversationError {
  return new ConversationError(
    'unsupported',
    'The transport streams messages in parts, answers in-band, polls, or does not get stored messages back from its sends. For that it has to carry `turns` of react-conversation-stream/core: { …, turns }.',
  );
}
