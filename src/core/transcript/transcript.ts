/* oxlint-disable max-lines -- see below */
/*
 * Over 400 lines: the rules of the merge in one place, each a few lines long. What each
 * needs (order, ties, holes, local sends, parts) lives in the files beside it.
 */
import type { DiagnosticCode } from '../model/conversationEvent.ts';
import { getMessageText } from '../model/getMessageText.ts';
import type { Message, ServerMessage } from '../model/message.ts';
import type { StoredMessage } from '../history.ts';
import { answerApproval, type ApprovalAnswer } from './answerApproval.ts';
import { compareVersions } from './compareVersions.ts';
import { findLateTie } from './findLateTie.ts';
import { createEntry, toMessage, type Entry } from './entry.ts';
import { Holes, type Source } from './holes.ts';
import { isDeepEqual } from './isDeepEqual.ts';
import { LocalSends, type LocalSend } from './localSends.ts';
import { OrderedEntries } from './orderedEntries.ts';
import { getOrder, type Coverage, type Run, type RunItem } from './run.ts';
import { reorderTies } from './reorderTies.ts';
import { findAbsent } from './findAbsent.ts';
import { getFloor } from './getFloor.ts';
import { readStored, type StoredRows } from './readStored.ts';
import { findQuestion, reseatRows } from './reseatRows.ts';
import { hasReachedKnown } from './hasReachedKnown.ts';
import { isSuperseded, supersede } from './superseded.ts';
import { Unlisted } from './unlisted.ts';
import { ProvisionalRows, type Listing, type MatchRule } from './provisionalRows.ts';
import { beginReplay, endParts, writePart, type EndEvent, type PartEvent } from './streamParts.ts';

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
 * (DESIGN §5). Mutable and private to the conversation; touches only what an event names.
 */
export class Transcript {
  readonly sends: LocalSends;
  readonly holes: Holes;
  /** Called for every message that is inserted, own sends aside. */
  onArrival: ((entry: Entry) => void) | undefined;
  private readonly entries = new OrderedEntries();
  private readonly byId = new Map<string, Entry>();
  private readonly byKey = new Map<string, Entry>();
  private readonly unlisted = new Unlisted();
  private changed = new Set<string>();
  private isListChanged = false;
  private clock = 0;
  private evictedAt = 0;
  private ties = 0;
  /** Row of the send whose turn runs. */
  runningKey: string | undefined;

  private readonly provisional: ProvisionalRows;

  constructor(matches: MatchRule) {
    this.sends = new LocalSends(matches);
    this.provisional = new ProvisionalRows(matches);
    this.holes = new Holes(this.entries);
  }

  /** A new moment: what is requested after it may know more than what was seen before it. */
  tick(): number {
    this.clock += 1;
    return this.clock;
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

  has(id: string): boolean {
    return this.byId.has(id);
  }

  find(id: string): Entry | undefined {
    return this.byId.get(id);
  }

  findByKey(key: string): Entry | undefined {
    return this.byKey.get(key);
  }

  countAfter(entry: Entry): number {
    return this.entries.countAfter(entry);
  }

  /** How many rows are newer than this order, equal ones not counted. */
  countNewer(order: number): number {
    const last = this.entries.equalTo(order).at(-1);
    return last ? this.entries.countAfter(last) : 0;
  }

  /** The row as the reader sees it: a server message or a local send. */
  read(key: string): Message | undefined {
    const entry = this.byKey.get(key);
    return entry ? toMessage(entry) : this.sends.read(key);
  }

  /** Keys in the order of the rows; local sends stay last until the server places them. */
  readKeys(): string[] {
    const keys: string[] = [];
    this.entries.collectKeys(keys);
    this.sends.collectKeys(keys);
    return keys;
  }

  /** Shows rows held from before, one contiguous stretch. */
  seed(
    messages: readonly StoredMessage[],
    hasOlder: boolean,
    olderCursor: string | undefined,
  ): void {
    for (const message of messages) {
      if (this.byId.has(message.id)) continue;
      const { key, ...rest } = message;
      this.insert(createEntry(rest, this.freeKey(key), this.nextTie(), 0), 'page');
    }
    this.holes.seed(hasOlder, olderCursor);
  }

  /** A message from the feed or a send receipt: newer than any page requested before now. */
  applyLive(message: ServerMessage): Objection | undefined {
    const known = this.byId.get(message.id);
    if (known) {
      this.hear(known);
      return this.applyEdit(known, message);
    }
    if (this.unlisted.isDeleted(message.id)) return 'deleted_message';
    if (this.holes.isAcrossUnloaded(getOrder(message)))
      this.unlisted.setAside(message, this.tick());
    else this.insertNew(message, this.tick(), 'feed');
    return undefined;
  }

  /** One message read on its own, requested at `asOf`. */
  update(message: ServerMessage, asOf: number): void {
    const known = this.byId.get(message.id);
    if (known) this.updateFrom(known, message, asOf);
  }

  /** The connection ended with answers unfinished: their text stays, marked (DESIGN §4). */
  interruptStreaming(): void {
    for (const entry of this.entries.descending()) {
      if (entry.status === 'streaming')
        this.endMessage({
          type: 'message-end',
          messageId: entry.message.id,
          status: 'interrupted',
        });
    }
  }

  /** A stretch of history. */
  applyRun(read: Run): void {
    const whole = this.withoutEvicted(read);
    const brought = new Set<Entry>();
    const listed: Entry[] = [];
    let end = 0;
    let question: Entry | null | undefined = whole.hasOlder ? undefined : null;
    for (const item of whole.items) {
      if (this.isRunning(item.message)) break;
      end += 1;
      const isKnown = this.byId.has(item.message.id);
      const later = (): ServerMessage[] =>
        whole.items.slice(end).flatMap(({ message }) => (this.byId.has(message.id) ? [] : message));
      const entry = this.applyItem(item, { previous: listed.at(-1), question, later });
      if (!entry) continue;
      listed.push(entry);
      if (entry.message.role === 'user') question = entry;
      if (!isKnown) brought.add(entry);
    }
    const isCut = end < whole.items.length;
    // Up to the turn that runs it is still all there is; the turn tells the rest.
    const run = isCut ? { ...whole, items: whole.items.slice(0, end) } : whole;
    if (whole.isNewest) this.provisional.moveBehind(listed, getReach(whole), this.runningKey);
    const isNew = (entry: Entry): boolean => brought.has(entry);
    if (reorderTies(this.entries, this.holes, run, listed, isNew, () => this.nextTie()))
      this.isListChanged = true;
    this.holes.applyRun(run, listed, this.byKey.get(run.nextKey ?? ''));
    this.reseat();
  }

  /** Ids that the server should have listed and did not (DESIGN §5.6). */
  findAbsent(coverage: Coverage): string[] {
    return findAbsent(this.entries, coverage);
  }

  /** The server has it no more. A tombstone keeps late copies from bringing it back. */
  remove(id: string): void {
    this.unlisted.bury(id, this.tick());
    const entry = this.byId.get(id);
    if (!entry) return;
    const send = this.sends.get(entry.key);
    // It was stored, whatever becomes of its receipt.
    if (send) this.sends.settle(send);
    this.drop(entry);
  }

  /** Begins a streamed message, or goes on with it. `isRetold`: one that is stored whole is not begun again. */
  startMessage(message: ServerMessage, isRetold = false): Objection | undefined {
    const known = this.byId.get(message.id);
    if (known?.places) this.resume(known);
    else if (!known || !isRetold) return this.applyLive({ ...message, status: 'streaming' });
    return undefined;
  }

  /** A turn is told from its beginning again: rows that were cut short keep their text until it is passed. */
  beginReplay(): void {
    for (const entry of this.entries.descending()) {
      if (entry.status !== 'streaming' && entry.status !== 'interrupted') continue;
      beginReplay(entry);
    }
  }

  /** The server took a send whose stored form it does not tell: a row like any other, after all that is known. */
  place(send: LocalSend, floor: number | undefined = send.floor): Entry {
    const { key, conversationId, createdAt, idempotencyKey: clientId, message } = send;
    const author = { id: 'self', kind: 'self' } as const;
    const own = { id: key, conversationId, role: 'user', author, createdAt, clientId } as const;
    this.sends.settle(send);
    const stored = { ...own, parts: message.parts, isProvisional: true };
    const entry = createEntry(stored, key, this.nextTie(), this.tick());
    this.insertLast(entry, send.isInDoubt);
    entry.floor = floor;
    return entry;
  }

  applyPart(event: PartEvent): Objection | undefined {
    const entry = this.byId.get(event.messageId);
    if (!entry || !writePart(entry, event)) return 'orphan_part';
    if (entry.status === 'interrupted' && entry.places) this.resume(entry);
    entry.asOf = this.tick();
    this.changed.add(entry.key);
    return undefined;
  }

  /** The reader decided about a tool call that waits: shown at once. Returns what takes it back. */
  respond(answer: ApprovalAnswer): () => void {
    for (const entry of this.entries.descending()) {
      const undo = answerApproval(entry, answer);
      if (!undo) continue;
      this.changed.add(entry.key);
      return () => {
        undo();
        this.changed.add(entry.key);
      };
    }
    return () => {};
  }

  endMessage(event: EndEvent): Objection | undefined {
    const entry = this.byId.get(event.messageId);
    if (!entry) return 'orphan_part';
    endParts(entry, event);
    entry.asOf = this.tick();
    this.changed.add(entry.key);
    return undefined;
  }

  /** The server stored a local send: the row keeps its key and takes its place. */
  acknowledge(send: LocalSend, message: ServerMessage): Entry {
    const guessed = this.sends.getGuess(send);
    if (guessed !== undefined && guessed !== message.id) this.releaseGuess(send, guessed);
    const known = this.byId.get(message.id);
    this.sends.settle(send);
    this.changed.add(send.key);
    if (known) {
      this.rekey(known, send.key);
      this.applyEdit(known, message);
      return known;
    }
    const entry = createEntry(message, send.key, this.nextTie(), this.tick());
    // Deleted before its receipt came, or stored so long ago that its place is not loaded: the send is done,
    // and its row goes where it belongs.
    const isElsewhere =
      this.unlisted.isDeleted(message.id) || this.holes.isAcrossUnloaded(entry.order);
    if (isElsewhere) this.isListChanged = true;
    else {
      this.insert(entry, 'receipt');
      this.holes.addUnheard(entry);
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
    for (const entry of this.entries.ascending()) {
      if (going.length > 0 && canStartAt(entry)) boundary = going.length;
      if (going.length === surplus) break;
      going.push(entry);
    }
    for (const entry of going.slice(0, boundary ?? surplus)) this.forget(entry);
    this.evictedAt = this.tick();
  }

  /** Has a read from the newest end met what was known? */
  hasReachedKnown(run: Run): boolean {
    return hasReachedKnown(
      run,
      this.entries,
      this.holes,
      this.byId,
      getFloor(this.sends, this.provisional),
    );
  }

  /** The contiguous stretch up to the newest row, settled, for the cache. */
  readStored(): StoredRows {
    return readStored(this.entries);
  }

  takeChanges(): TranscriptChanges {
    const { changed, isListChanged } = this;
    this.changed = new Set();
    this.isListChanged = false;
    return { changed, isListChanged };
  }

  private applyItem({ message, asOf }: RunItem, listing: Listing): Entry | undefined {
    const known = this.byId.get(message.id);
    if (known) {
      this.updateFrom(known, message, asOf);
      return known;
    }
    if (this.unlisted.isGone(message.id, asOf)) return undefined;
    const own = this.provisional.findMatch(message, listing);
    if (own) return this.adopt(own, message, asOf);
    const aside = this.unlisted.takeAside(message.id);
    if (aside && aside.asOf > asOf) return this.insertNew(aside.message, aside.asOf, 'page');
    return this.insertNew(message, asOf, 'page');
  }

  private insertNew(message: ServerMessage, asOf: number, source: Source): Entry {
    const own =
      source === 'feed' && !message.isProvisional ? this.provisional.findMatch(message) : undefined;
    if (own) return this.adopt(own, message, asOf);
    const send = this.sends.findMatch(message);
    if (send) this.sends.match(send, message.id);
    const key = send ? send.key : this.freeKey(this.unlisted.getKey(message.id));
    const order = getOrder(message);
    const late = source === 'feed' ? findLateTie(this.entries, this.holes, order) : undefined;
    const tie = late ?? this.nextTie();
    const entry = createEntry(message, key, tie, asOf);
    if (message.isProvisional) this.insertLast(entry);
    else this.insert(entry, source);
    if (!send) this.onArrival?.(entry);
    return entry;
  }

  /** History lists a row of a turn: it gets its id and place, and what was made after it stays after it. */
  private adopt(entry: Entry, message: ServerMessage, asOf: number): Entry {
    const { isProvisional: _, ...local } = entry.message;
    this.provisional.delete(entry);
    entry.floor = undefined;
    entry.message = { ...local, id: message.id };
    this.byId.set(message.id, entry);
    this.updateFrom(entry, message, Math.max(asOf, entry.asOf));
    this.reposition(entry, getOrder(message));
    this.reseat();
    this.changed.add(entry.key);
    return entry;
  }

  /** Rows without a place of the server's go back behind the ones they follow. */
  private reseat(): void {
    const isListed = (entry: Entry): boolean => this.byId.get(entry.message.id) === entry;
    const place = {
      entries: this.entries,
      holes: this.holes,
      nextTie: () => this.nextTie(),
      isListed,
    };
    if (reseatRows(this.provisional, place)) this.isListChanged = true;
  }

  private resume(entry: Entry): void {
    entry.status = 'streaming';
    entry.error = undefined;
    this.changed.add(entry.key);
  }

  /** The feed tells of a row that only a receipt had placed: now it stands where it was said. */
  private hear(entry: Entry): void {
    if (!this.holes.hear(entry)) return;
    this.entries.remove(entry);
    entry.tie = this.nextTie();
    this.entries.insert(entry);
    this.isListChanged = true;
  }

  /** What history lists of the turn that runs is told by the turn: taken from both it would be doubled. */
  private isRunning(message: ServerMessage): boolean {
    const key = this.runningKey;
    if (key === undefined || this.byId.has(message.id)) return false;
    const row = this.provisional.findMatch(message);
    return row ? row.key === key : this.sends.isStoredForm(key, message);
  }

  /** A stretch requested before rows were evicted must not bring the older ones of them back, without the rest. */
  private withoutEvicted(run: Run): Run {
    const { first } = this.entries;
    if (run.asOf > this.evictedAt || !first) return run;
    const items = run.items.filter(({ message }) => getOrder(message) >= first.order);
    return { ...run, items, hasOlder: true, olderCursor: undefined };
  }

  /** A known id on the feed: an edit, unless the wire's versions or an earlier edit say it is old. */
  private applyEdit(entry: Entry, message: ServerMessage): Objection | undefined {
    if (message.isIncomplete && !entry.message.isIncomplete) return undefined;
    const isUnversioned = compareVersions(message, entry.message) === 0;
    if (isUnversioned && isSuperseded(entry, message)) return 'stale_event';
    this.updateFrom(entry, message, this.tick(), true);
    return undefined;
  }

  /** Older history never beats what is newer: by version where the wire has one, else by tick. */
  private updateFrom(entry: Entry, message: ServerMessage, asOf: number, isLive = false): void {
    const versions = compareVersions(message, entry.message);
    if (versions < 0 || (versions === 0 && asOf < entry.asOf)) return;
    // A page shows what is stored, which lags behind what streams.
    if (!isLive && entry.status === 'streaming' && message.status !== 'streaming' && entry.places)
      return;
    // What the reader stopped stays as it was left, whatever the server went on to say; what failed has
    // failed, unless there is more of it now.
    if (entry.status === 'stopped' || isSameFailure(entry, message)) {
      const { status } = entry.message;
      const parts = entry.status === 'error' ? message.parts : entry.message.parts;
      entry.message = { ...message, parts, ...(status && { status }) };
      entry.parts = parts as Entry['parts'];
      entry.arePartsShared = true;
      this.changed.add(entry.key);
      this.reposition(entry, getOrder(message));
      return;
    }
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

  private reposition(entry: Entry, order: number): void {
    if (order === entry.order) return;
    this.holes.handleRemoval(entry);
    this.entries.remove(entry);
    entry.order = order;
    this.insert(entry, 'page');
  }

  /** The clock of the reader says nothing about the server's order. */
  private insertLast(entry: Entry, isRepeated = false): void {
    const { last } = this.entries;
    entry.floor = last?.order;
    entry.order = last?.order ?? 0;
    const running = this.byKey.get(this.runningKey ?? '');
    const isReply = entry.message.role !== 'user' && running !== undefined;
    const question = isReply ? running : findQuestion(this.entries);
    // Lines of others may stand behind the question by now.
    const after = isReply ? (this.provisional.findLastReply(running) ?? running) : last;
    this.provisional.add(entry, { after, question, isRepeated });
    this.insert(entry, 'feed');
    this.reseat();
  }

  private insert(entry: Entry, source: Source): void {
    this.holes.handleInsertion(entry, source);
    this.entries.insert(entry);
    this.byId.set(entry.message.id, entry);
    this.byKey.set(entry.key, entry);
    this.isListChanged = true;
    this.changed.add(entry.key);
  }

  private drop(entry: Entry): void {
    this.holes.handleRemoval(entry);
    this.unlink(entry);
  }

  private forget(entry: Entry): void {
    this.holes.handleEviction(entry);
    this.unlisted.keepKey(entry.message.id, entry.key);
    this.unlink(entry);
  }

  private unlink(entry: Entry): void {
    this.provisional.replaceAnchor(entry, this.entries.before(entry));
    this.provisional.delete(entry);
    this.entries.remove(entry);
    this.byId.delete(entry.message.id);
    if (this.byKey.get(entry.key) === entry) this.byKey.delete(entry.key);
    this.isListChanged = true;
    this.changed.add(entry.key);
  }

  /** A guess was wrong: that message is somebody's own row after all. */
  private releaseGuess(send: LocalSend, id: string): void {
    const entry = this.byId.get(id);
    if (entry?.key === send.key) this.rekey(entry, this.freeKey(id));
  }

  private rekey(entry: Entry, key: string): void {
    if (entry.key === key) return;
    this.byKey.delete(entry.key);
    this.changed.add(entry.key).add(key);
    entry.key = key;
    this.byKey.set(key, entry);
    this.isListChanged = true;
  }

  /** The id, unless a hostile or unlucky server names a row that exists. */
  private freeKey(wanted: string): string {
    let key = wanted;
    while (this.byKey.has(key) || this.sends.has(key)) key = `${key}'`;
    return key;
  }

  private nextTie(): number {
    this.ties += 1;
    return this.ties;
  }
}

function isSameFailure({ status, parts }: Entry, message: ServerMessage): boolean {
  const hasNoStatus = message.status === undefined;
  return status === 'error' && hasNoStatus && getMessageText({ parts }) === getMessageText(message);
}

/** Order above which the run lists everything. */
function getReach({ hasOlder, items: [first] }: Run): number {
  return hasOlder && first ? getOrder(first.message) : Number.NEGATIVE_INFINITY;
}
