import { getMessageText } from '../model/getMessageText.ts';
import type { ServerMessage } from '../model/message.ts';
import { answerApproval, type ApprovalAnswer } from './answerApproval.ts';
import { createEntry, type Entry } from './entry.ts';
import type { Source } from './holes.ts';
import type { LocalSend, MatchRule } from './localSends.ts';
import { isBefore } from './orderedEntries.ts';
import { ProvisionalRows } from './provisionalRows.ts';
import { findQuestion, reseatRows } from './reseatRows.ts';
import { getOrder, type Run, type RunItem } from './run.ts';
import {
  beginReplay,
  endParts,
  writePart,
  type EndEvent,
  type PartEvent,
  type StreamedEvent,
} from './streamParts.ts';
import { isOlder, Transcript, type Objection } from './transcript.ts';

/** A stretch of history while it is taken in. */
interface Reading {
  readonly run: Run;
  /** Where what was not looked at begins. */
  next: number;
  /** The rows of what it listed so far. */
  readonly listed: Entry[];
  /** What comes next belongs to the turn that runs. */
  isTold: boolean;
  /** So many rows are listed above what the turn tells. */
  above?: number;
}

/** The merge with what turns add to it: messages that stream in parts, and rows whose ids are made here. */
export class TurnTranscript extends Transcript {
  /** Row of the send whose turn runs. */
  runningKey: string | undefined;
  readonly #provisional: ProvisionalRows;
  #reading: Reading | undefined;

  constructor(matches: MatchRule) {
    super(matches);
    this.#provisional = new ProvisionalRows(matches);
  }

  override applyStreamed(event: StreamedEvent, isRetold: boolean): Objection | undefined {
    if (event.type === 'message-start') return this.startMessage(event.message, isRetold);
    if (event.type === 'message-end') return this.endMessage(event);
    return this.applyPart(event);
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

  /** Begins a streamed message, or goes on with it. `isRetold`: one that is stored whole is not begun again. */
  startMessage(message: ServerMessage, isRetold = false): Objection | undefined {
    const known = this.byId.get(message.id);
    if (known?.places) this.#resume(known);
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
    this.sends.remove(send);
    const stored = { ...own, parts: message.parts, isProvisional: true };
    const entry = createEntry(stored, key, this.entries.nextTie(), this.tick());
    this.#insertLast(entry, send.isInDoubt);
    entry.floor = floor;
    return entry;
  }

  /** It did not take it after all: the row is a send again. Returns whether it was not stored meanwhile. */
  takeBack(send: LocalSend): boolean {
    const entry = this.byKey.get(send.key);
    if (!entry?.message.isProvisional) return false;
    this.drop(entry);
    this.addSend(send);
    return true;
  }

  applyPart(event: PartEvent): Objection | undefined {
    const entry = this.byId.get(event.messageId);
    if (!entry || !writePart(entry, event)) return 'orphan_part';
    // What a call of it returned, another turn may tell.
    if (entry.status === 'interrupted' && entry.places && !isOutcome(event)) this.#resume(entry);
    entry.asOf = this.tick();
    this.changed.add(entry.key);
    return undefined;
  }

  /** The reader decided about a tool call that waits: shown at once. Returns what takes it back. */
  respond(answer: ApprovalAnswer): () => void {
    for (const entry of this.entries.descending()) {
      const undo = answerApproval(entry, answer);
      if (!undo) continue;
      // What history was asked for before does not know of it.
      entry.asOf = this.tick();
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
    // What the reader stopped stays as it was left.
    if (entry.status === 'stopped') return undefined;
    endParts(entry, event);
    entry.asOf = this.tick();
    this.changed.add(entry.key);
    return undefined;
  }

  protected override merge(run: Run): Entry[] {
    const reading: Reading = { run, next: 0, listed: [], isTold: this.#startsInTurn(run) };
    this.#reading = reading;
    const listed = super.merge(run);
    this.#reading = undefined;
    this.#reseat(listed.slice(0, reading.above), run);
    return listed;
  }

  protected override applyItem(item: RunItem): Entry | undefined {
    const reading = this.#reading!;
    reading.next += 1;
    if (this.#isTold(item, reading)) {
      reading.above ??= reading.listed.length;
      // What it ended is stored: history may have it without what was lost.
      const known = this.byId.get(item.message.id);
      if (known) this.updateFrom(known, item.message, item.asOf);
      return undefined;
    }
    const entry = super.applyItem(item);
    if (entry) reading.listed.push(entry);
    return entry;
  }

  protected override insertNew(message: ServerMessage, asOf: number, source: Source): Entry {
    const own = message.isProvisional ? undefined : this.#takeOwn(message, asOf);
    return own ?? super.insertNew(message, asOf, source);
  }

  /** Gives a row whose id was made here to the message that is its stored form. */
  #takeOwn(message: ServerMessage, asOf: number): Entry | undefined {
    if (this.#provisional.size === 0) return undefined;
    const { run, next, listed } = this.#reading ?? {};
    // What stands above every question answers none.
    const none = run && !run.hasOlder ? null : undefined;
    const own = this.#provisional.findMatch(message, {
      previous: listed?.at(-1),
      question: listed?.findLast((entry) => entry.message.role === 'user') ?? none,
      later: () =>
        (run?.items ?? [])
          .slice(next)
          .flatMap((item) => (this.byId.has(item.message.id) ? [] : item.message)),
    });
    return own && this.#adopt(own, message, asOf);
  }

  /** The turn that runs tells of its answers, which end where somebody asks again. */
  #isTold({ message }: RunItem, reading: Reading): boolean {
    if (message.role !== 'user') return reading.isTold;
    const asked = this.#findRunning(message);
    reading.isTold = asked !== undefined;
    return asked === 'likely';
  }

  /** Does it begin behind the question of the turn that runs? */
  #startsInTurn({ items: [first], hasOlder }: Run): boolean {
    const running = this.byKey.get(this.runningKey ?? '');
    if (!running || !first || !hasOlder) return false;
    const known = this.byId.get(first.message.id);
    const order = getOrder(first.message);
    for (const entry of this.entries.descending()) {
      const isAbove = known ? isBefore(known, entry) : entry.order > order;
      if (entry.message.role === 'user' && !isAbove) return entry === running && entry !== known;
    }
    return false;
  }

  /**
   * Is it the question of the turn that runs? What history lists of a turn is told by the turn: taken from both
   * it would be doubled. `sure`: it has the id that was sent with it.
   */
  #findRunning(message: ServerMessage): 'sure' | 'likely' | undefined {
    const key = this.runningKey;
    if (key === undefined) return undefined;
    const known = this.byId.get(message.id);
    if (known) return known.key === key ? 'sure' : undefined;
    const send = this.sends.get(key);
    const row = this.#provisional.findMatch(message);
    const isIt = row ? row.key === key : send && this.sends.isStoredForm(send, message);
    const clientId = send?.idempotencyKey ?? row?.message.clientId;
    return isIt ? (clientId === message.clientId ? 'sure' : 'likely') : undefined;
  }

  protected override getFloor(): number {
    let floor = super.getFloor();
    for (const row of this.#provisional.keys())
      if (row.message.role === 'user') floor = Math.min(floor, row.floor ?? 0);
    return floor;
  }

  protected override updateFrom(
    entry: Entry,
    message: ServerMessage,
    asOf: number,
    isLive = false,
  ): void {
    if (isOlder(entry, message, asOf)) return;
    // A page shows what is stored, which lags behind what streams.
    if (!isLive && entry.status === 'streaming' && message.status !== 'streaming' && entry.places)
      return;
    // What the reader stopped stays as it was left, whatever the server went on to say, unless it asks for an
    // answer; what failed has failed, unless there is more of it now.
    const isStopped = entry.status === 'stopped' && !isAsking(message);
    if (isStopped || isSameFailure(entry, message)) {
      const { status } = entry.message;
      const parts = entry.status === 'error' ? message.parts : entry.parts;
      entry.message = { ...message, parts, ...(status && { status }) };
      entry.parts = parts as Entry['parts'];
      entry.arePartsShared = true;
      this.changed.add(entry.key);
      this.reposition(entry, getOrder(message));
    } else super.updateFrom(entry, message, asOf);
  }

  protected override admit(entry: Entry, source: Source): void {
    if (entry.message.isProvisional) this.#insertLast(entry);
    else this.insert(entry, source);
  }

  protected override unlink(entry: Entry): void {
    this.#provisional.replaceAnchor(entry, this.entries.before(entry));
    this.#provisional.delete(entry);
    super.unlink(entry);
  }

  /** The clock of the reader says nothing about the server's order. */
  #insertLast(entry: Entry, isRepeated = false): void {
    const { last } = this.entries;
    entry.floor = last?.order;
    entry.order = last?.order ?? 0;
    const running = this.byKey.get(this.runningKey ?? '');
    const isReply = entry.message.role !== 'user' && running !== undefined;
    const question = isReply ? running : findQuestion(this.entries);
    // Lines of others may stand behind the question by now.
    const after = isReply ? (this.#provisional.findLastReply(running) ?? running) : last;
    this.#provisional.add(entry, { after, question, isRepeated });
    this.insert(entry, 'feed');
    this.#reseat();
  }

  /** History lists a row of a turn: it gets its id and place, and what was made after it stays after it. */
  #adopt(entry: Entry, message: ServerMessage, asOf: number): Entry {
    const { isProvisional: _, ...local } = entry.message;
    this.#provisional.delete(entry);
    entry.floor = undefined;
    entry.message = { ...local, id: message.id };
    this.byId.set(message.id, entry);
    this.updateFrom(entry, message, Math.max(asOf, entry.asOf));
    this.reposition(entry, getOrder(message));
    this.#reseat();
    this.changed.add(entry.key);
    return entry;
  }

  /** Rows without a place of the server's go behind the ones they follow, of late those that `run` lists. */
  #reseat(listed?: readonly Entry[], run?: Run): void {
    if (listed && run?.isNewest)
      this.#provisional.moveBehind(listed, getReach(run), this.runningKey);
    const place = {
      entries: this.entries,
      holes: this.holes,
      isListed: (entry: Entry): boolean => this.byId.get(entry.message.id) === entry,
    };
    if (reseatRows(this.#provisional, place)) this.isListChanged = true;
  }

  #resume(entry: Entry): void {
    entry.status = 'streaming';
    entry.error = undefined;
    this.changed.add(entry.key);
  }
}

function isSameFailure({ status, parts }: Entry, message: ServerMessage): boolean {
  const hasNoStatus = message.status === undefined;
  return status === 'error' && hasNoStatus && getMessageText({ parts }) === getMessageText(message);
}

function isOutcome(event: PartEvent): boolean {
  const part = event.type === 'part-set' && 'toolCallId' in event.part && event.part;
  return part && part.state.startsWith('output');
}

function isAsking({ parts }: ServerMessage): boolean {
  return parts.some((part) => 'state' in part && part.state === 'approval-requested');
}

/** Order above which the run lists everything. */
function getReach({ hasOlder, items: [first] }: Run): number {
  return hasOlder && first ? getOrder(first.message) : -Infinity;
}
