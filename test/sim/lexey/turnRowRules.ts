import type { Facts } from '../oracle/facts.ts';
import type { Report, View, VisibleRow } from '../oracle/view.ts';
import type { RecordedTurn } from '../record.ts';
import { Identities, isTold, type Identity } from './identify.ts';
import { isUnsent } from './isUnsent.ts';

/** `unconfirmed`: taken, and not yet listed. */
const okay = new Set(['complete', 'unconfirmed']);
/** A frame, and a little. */
const takenInAfter = 1_000;

/** What must hold for the rows of every state, and from one state to the next. */
export class TurnRowRules {
  private readonly facts: Facts;
  private readonly report: Report;
  private readonly identities: Identities;
  private readonly keyOf = new Map<string, string>();
  private shown: readonly VisibleRow[] = [];
  private reloadedAt = 0;

  constructor(facts: Facts, report: Report) {
    this.facts = facts;
    this.report = report;
    this.identities = new Identities(facts);
  }

  /** A reload: what was told before is forgotten. */
  forget(now: number): void {
    this.reloadedAt = now;
    this.identities.forget();
    this.keyOf.clear();
    this.shown = [];
  }

  check({ rows, hasOlder }: View): void {
    if (rows === this.shown) return;
    this.checkUnique(rows);
    const known = rows.map((row) => this.identify(row));
    this.checkPlaces(rows, known, hasOlder);
    rows.forEach((row, index) => {
      const identity = known[index];
      if (!identity || isUnsent(row)) return;
      // A few words with holes may be anybody's.
      if (identity.kind !== 'turn' || !identity.turn.isSpoilt) this.checkKey(row, identity);
      if (identity.kind === 'turn') this.checkReply(row, identity.turn);
      else if (!okay.has(row.status)) this.report('wrong-status', `${row.status} ${row.text}`);
    });
    this.checkTwins(rows, known);
    this.checkKept(rows);
    this.shown = rows;
  }

  /** What becomes untrue by waiting. */
  checkTime(now: number, { rows, continuity }: View): void {
    for (const row of rows) {
      const identity = row.status === 'streaming' ? this.identities.find(row) : undefined;
      if (identity?.kind !== 'turn') continue;
      const { endsAt } = identity.turn.stream;
      if (endsAt !== undefined && now > this.facts.shownBy(endsAt))
        this.report('left-streaming', `${row.text} although its connection ended at ${endsAt}`);
    }
    if (continuity === 'paused' || continuity === 'joining') return;
    this.checkTold(now, rows);
    if (continuity === 'live') this.checkListed(now, rows);
  }

  /** What arrived of a reply is on the screen a frame later. */
  private checkTold(now: number, rows: readonly VisibleRow[]): void {
    const { record, conversationId } = this.facts;
    const turn = record.turns.findLast((one) => one.conversationId === conversationId);
    const isOver = turn?.stream.endedBy === 'reader' || (turn?.toldAt ?? 0) <= this.reloadedAt;
    if (!turn?.toldAt || isOver || now <= this.facts.shownBy(turn.toldAt)) return;
    const row = rows.find((one) => {
      const identity = one.text === '' ? undefined : this.identities.find(one);
      return identity?.kind === 'turn' && identity.turn === turn;
    });
    if (!row) this.report('reply-missing', `"${turn.told}" was told at ${turn.toldAt}`);
    else if (!row.text.startsWith(turn.told) && row.text !== turn.text)
      this.report('reply-behind', `"${row.text}" although "${turn.told}" was told`);
  }

  /** What a page told long ago is there. */
  private checkListed(now: number, rows: readonly VisibleRow[]): void {
    const texts = new Set(rows.map(({ text }) => text));
    for (const { message } of this.facts.all) {
      const listedAt = this.facts.record.listed.get(message.id) ?? now;
      const isDue = now > this.facts.awakeAt(listedAt + takenInAfter);
      const text = message.versions[0]?.text ?? '';
      if (!isDue || texts.has(text) || this.isStopped(rows, message.id)) continue;
      this.report('silent-gap', `${text} was listed at ${listedAt} and is not shown`);
    }
  }

  private isStopped(rows: readonly VisibleRow[], id: string): boolean {
    const turn = this.facts.record.turns.find(({ storedId }) => storedId === id);
    return rows.some((row) => row.status === 'stopped' && turn?.told.startsWith(row.text) === true);
  }

  /** What had holes is whole now; a few words with holes may be anybody's. */
  private isWholeOf({ text }: VisibleRow, before: VisibleRow): boolean {
    const was = this.identities.find(before);
    return was?.kind === 'turn' && (was.turn.text === text || was.turn.isSpoilt);
  }

  private checkUnique(rows: readonly VisibleRow[]): void {
    for (const name of ['id', 'key'] as const) {
      const seen = new Set<string>();
      for (const row of rows) {
        if (seen.has(row[name])) this.report(`duplicate-${name}`, `${row[name]}: ${row.text}`);
        seen.add(row[name]);
      }
    }
  }

  private identify(row: VisibleRow): Identity | undefined {
    const identity = this.identities.find(row);
    if (row.conversationId !== this.facts.conversationId) this.report('foreign', row.text);
    else if (!identity) this.report('invented', `(${row.status}) ${row.text}`);
    return identity;
  }

  /** The server's order; a reply stands behind its question and before the next; local rows are last. */
  private checkPlaces(
    rows: readonly VisibleRow[],
    known: readonly (Identity | undefined)[],
    hasOlder: boolean,
  ): void {
    let above = -1;
    let question: string | undefined;
    let firstLocal: VisibleRow | undefined;
    const asked = new Map<string, number>();
    rows.forEach((row, index) => {
      if (isUnsent(row)) return void (firstLocal ??= row);
      if (firstLocal) this.report('local-last', `${firstLocal.text} is above ${row.text}`);
      const identity = known[index];
      if (!identity) return;
      if (identity.kind === 'send') question = identity.text;
      // Few rows are kept: the question of the oldest reply may be among those that left.
      else if (question === undefined && hasOlder) return;
      else if (identity.kind === 'turn' && identity.turn.sendText !== question)
        this.report('order', `${identity.name} is behind ${question ?? 'nothing'}`);
      const position = this.findPosition(identity, asked);
      if (position === undefined) return;
      if (position < above) this.report('order', `${identity.name} is below what came later`);
      above = Math.max(above, position);
    });
  }

  private findPosition(identity: Identity, asked: Map<string, number>): number | undefined {
    if (identity.kind === 'turn') return this.findListed(identity.turn.storedId);
    if (identity.kind === 'message') return this.facts.find(identity.id)?.position;
    const count = asked.get(identity.text) ?? 0;
    asked.set(identity.text, count + 1);
    return this.findListed(this.facts.findSend(identity.text)?.storedIds[count]);
  }

  /** Where the reader's own words and their replies stand is known when a page has told. */
  private findListed(id = ''): number | undefined {
    return this.facts.record.listed.has(id) ? this.facts.find(id)?.position : undefined;
  }

  private checkReply(row: VisibleRow, turn: RecordedTurn): void {
    const { status, text } = row;
    const isAll = text === turn.text;
    const isListed = turn.storedId !== undefined && isAll;
    if (!isAll && !isTold(turn, text))
      this.report('invented', `"${text}" of a reply that told "${turn.told}"`);
    const isWhole = turn.isWhole || turn.coming.some(({ isLast }) => isLast);
    if (status === 'complete' && !isListed && !(isWhole && isAll))
      this.report('false-complete', `"${text}" of "${turn.text}"`);
    if (status === 'error' && !turn.hasFailed) this.report('false-error', text);
    if (status === 'interrupted' && turn.isWhole) this.report('false-interrupted', text);
    const isStopped = this.facts.record.causes.some(({ kind }) => kind === 'stop');
    if (status === 'stopped' && !isStopped) this.report('false-stopped', text);
    if (status === 'error' || status === 'interrupted') this.checkAllTold(row, turn);
  }

  /** Everything that arrived before the end is kept. */
  private checkAllTold(
    { status, text }: VisibleRow,
    { told, stream, text: all }: RecordedTurn,
  ): void {
    if (stream.endedBy === 'reader' || text === all || text.startsWith(told)) return;
    this.report('partial-dropped', `${status} "${text}", told "${told}"`);
  }

  private checkKey(row: VisibleRow, identity: Identity): void {
    const { name } = identity;
    // Sent again by the person, the same words are two messages.
    const text = identity.kind === 'turn' ? identity.turn.sendText : name;
    const isTwice = (this.facts.findSend(text)?.storedIds.length ?? 0) > 1;
    // Nobody can tell what a reply without a word will be.
    if (row.text === '') return;
    const before = this.keyOf.get(name);
    if (before !== undefined && before !== row.key && !isTwice)
      this.report('key-changed', `${name}: ${before} → ${row.key}`);
    this.keyOf.set(name, row.key);
  }

  private checkTwins(rows: readonly VisibleRow[], known: readonly (Identity | undefined)[]): void {
    const counts = new Map<string, number>();
    rows.forEach((row, index) => {
      const identity = known[index];
      // Stopped before its first word, a reply stands beside what the server went on to say.
      if (!identity || (row.status === 'stopped' && row.text.trim() === '')) return;
      const count = (counts.get(identity.name) ?? 0) + 1;
      counts.set(identity.name, count);
      const stored =
        identity.kind === 'send' ? this.facts.findSend(identity.text)?.storedIds.length : 1;
      if (count > Math.max(1, stored ?? 1)) this.report('twin', `${row.status} ${row.text}`);
    });
  }

  /** Text only grows, and no row goes. */
  private checkKept(rows: readonly VisibleRow[]): void {
    const byKey = new Map(rows.map((row) => [row.key, row]));
    for (const before of this.shown) {
      const row = byKey.get(before.key);
      const isDiscarded = this.facts.findSend(before.text)?.isDiscarded;
      if (!row && !isDiscarded) this.report('vanished', `${before.status} "${before.text}"`);
      else if (row && !row.text.startsWith(before.text) && !this.isWholeOf(row, before))
        this.report('regression', `"${before.text}" → "${row.text}"`);
    }
  }
}
