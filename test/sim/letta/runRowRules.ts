import { isUnsent } from '../lexey/isUnsent.ts';
import type { Report, View, VisibleRow } from '../oracle/view.ts';
import { findLie, findMissing, hasShrunk, isAll } from './compareParts.ts';
import type { RunFacts, StepFact } from './runFacts.ts';
import type { RecordedRun } from './runRecord.ts';

/** The longest read of several pages, of which this one was the first. */
const takenInAfter = 120_000;
/** A frame, and a little. */
const listedSlack = 1_000;
/** The longest back-off. */
const retryDelay = 10_000;

/** What must hold for the rows of every state, and from one state to the next. */
export class RunRowRules {
  private readonly facts: RunFacts;
  private readonly report: Report;
  private readonly keyOf = new Map<string, string>();
  private readonly checked = new WeakSet<VisibleRow>();
  private shown: readonly VisibleRow[] = [];
  private shownByKey = new Map<string, VisibleRow>();
  private checkedPages = 0;

  constructor(facts: RunFacts, report: Report) {
    this.facts = facts;
    this.report = report;
  }

  forget(): void {
    this.keyOf.clear();
    this.shown = [];
    this.shownByKey.clear();
  }

  check(now: number, { rows, continuity }: View): void {
    if (rows === this.shown) return;
    this.checkUnique(rows);
    this.checkPlaces(now, rows);
    this.checkTwins(rows);
    for (const row of rows) this.checkRow(row, continuity);
    this.checkKept(rows);
    this.shown = rows;
    this.shownByKey = new Map(rows.map((row) => [row.key, row]));
  }

  /** What becomes untrue by waiting. */
  checkTime(now: number, { rows, continuity, hasOlder }: View): void {
    if (continuity === 'paused') return;
    const byId = new Map(rows.map((row) => [row.id, row]));
    this.checkTold(now, byId, continuity === 'live');
    if (continuity === 'live') this.checkListed(now, byId, hasOlder);
  }

  /** What arrived is on the screen a frame later. */
  private checkTold(now: number, byId: ReadonlyMap<string, VisibleRow>, isLive: boolean): void {
    const { loadedAt, base } = this.facts;
    const due = (at: number | undefined): boolean =>
      at !== undefined && at > loadedAt && now > base.shownBy(at);
    for (const { steps, toldAt, readers } of this.facts.runs) {
      // Long shown, or let go of on the way.
      const isOld = toldAt === undefined || now > base.shownBy(toldAt) + 20_000;
      if (isOld || readers.some(({ endedBy }) => endedBy === 'reader')) continue;
      for (const step of steps) {
        const row = byId.get(step.id);
        // After a reload its call may not be known before history told of it, which is said.
        const isReturn = step.parts.some(
          (part) => part.type === 'dynamic-tool' && due(part.toldAt),
        );
        if (isReturn && !isLive) continue;
        if (row?.status === 'stopped') continue;
        const missing = findMissing(row?.parts ?? [], step, due);
        if (missing) this.report('behind', `${missing} of ${step.id} arrived and is not shown`);
      }
    }
  }

  /** What a page told long ago is there. */
  private checkListed(now: number, byId: ReadonlyMap<string, VisibleRow>, hasOlder: boolean): void {
    const oldest = [...byId.keys()].find((id) => this.facts.find(id)) ?? '';
    const start = hasOlder ? (this.facts.find(oldest)?.position ?? Infinity) : 0;
    const { pages } = this.facts.record;
    for (let index = this.checkedPages; index < pages.length; index += 1) {
      const page = pages[index]!;
      if (now <= this.facts.base.awakeAt(this.readUntil(page.at) + listedSlack)) return;
      this.checkedPages = index + 1;
      if (page.at <= this.facts.loadedAt) continue;
      for (const id of page.ids)
        if ((this.facts.find(id)?.position ?? -1) >= start && !byId.has(id))
          this.report('silent-gap', `${id} was listed at ${page.at} and is not shown`);
    }
  }

  /** When the read that this page began was over: one page after the other, and each may be asked for again. */
  private readUntil(pageAt: number): number {
    let until = pageAt;
    for (const { endpoint, conversationId, at, answeredAt = Infinity } of this.facts.record
      .requests) {
      const isNext = endpoint === 'history' && at >= pageAt && at <= until + retryDelay;
      if (isNext && conversationId === this.facts.conversationId)
        until = Math.max(until, answeredAt);
    }
    return until;
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

  private checkRow(row: VisibleRow, continuity: View['continuity']): void {
    const { facts } = this;
    if (row.conversationId !== facts.conversationId || facts.isForeign(row.id))
      return this.report('foreign', row.id);
    const fact = facts.find(row.id);
    if (fact) this.checkStep(row, fact, continuity);
    else if (row.id.startsWith('error-')) this.checkFailure(row);
    else this.checkLocal(row);
  }

  private checkLocal(row: VisibleRow): void {
    if (!this.facts.base.findSend(row.text)) this.report('invented', `(${row.status}) ${row.text}`);
    else this.checkKey(row, row.text);
  }

  private checkFailure(row: VisibleRow): void {
    const run = this.facts.runs.find(({ id }) => row.id === `error-${id}`);
    if (row.status !== 'error' || (run && run.status !== 'failed'))
      this.report('false-error', `${row.id} is ${row.status}`);
  }

  private checkStep(row: VisibleRow, fact: StepFact, continuity: View['continuity']): void {
    const { step, run } = fact;
    const text = step.role === 'user' ? row.text : undefined;
    const send = text === undefined ? undefined : this.facts.base.findSend(text);
    // Stored twice it is two rows, and only one of them is the one that was sent.
    this.checkKey(row, send && send.storedIds.length < 2 ? send.text : step.id);
    const parts = row.parts ?? [];
    // A row that stayed as it was is as true as it was, unless time makes it a lie.
    if (!this.checked.has(row)) {
      const lie = findLie(parts, step);
      if (lie) this.report('invented', `${row.status} ${step.id}: ${lie}`);
      if (row.createdAt !== step.createdAt) this.report('invented', `time of ${step.id}`);
      this.checkStatus(row, run);
      this.checked.add(row);
    }
    // What a run that goes on has lost is read when it is over.
    const mayLack = continuity !== 'live' || (step.isSpoilt && run?.doneAt === undefined);
    if (row.status === 'complete' && !mayLack && !isAll(parts, step, false))
      this.report('false-complete', `${step.id} while ${continuity}`);
  }

  private checkStatus({ status, id }: VisibleRow, run: RecordedRun | undefined): void {
    const { causes } = this.facts.record;
    if (status === 'error' && run?.status !== 'failed') this.report('false-error', id);
    const isStopped = run?.cancelledAt !== undefined || causes.some(({ kind }) => kind === 'stop');
    if (status === 'stopped' && !isStopped) this.report('false-stopped', id);
    if (isUnsent({ status } as VisibleRow)) this.report('wrong-status', `${status} ${id}`);
  }

  private checkKey({ key }: VisibleRow, name: string): void {
    const before = this.keyOf.get(name);
    // What was discarded and is listed all the same is a row of its own.
    const isDiscarded = this.facts.base.findSend(name)?.isDiscarded === true;
    if (before !== undefined && before !== key && !isDiscarded)
      this.report('key-changed', `${name}: ${before} → ${key}`);
    this.keyOf.set(name, key);
  }

  /** The server's order; an answer behind its question; what is not sent yet is last. */
  private checkPlaces(now: number, rows: readonly VisibleRow[]): void {
    let above: StepFact | undefined;
    let firstLocal: VisibleRow | undefined;
    const asked = new Set<string>();
    for (const row of rows) {
      if (isUnsent(row)) {
        firstLocal ??= row;
        continue;
      }
      if (firstLocal) this.report('local-last', `${firstLocal.text} is above ${row.id}`);
      const fact = this.facts.find(row.id);
      if (!fact || fact.step.role === 'user') asked.add(row.text);
      if (!fact) continue;
      const question = fact.step.role === 'assistant' ? fact.run?.sendText : undefined;
      const isShown =
        question !== undefined && rows.some((one) => one.text === question && !isUnsent(one));
      if (isShown && !asked.has(question))
        this.report('order', `${row.id} is above its question ${question}`);
      if (above && above.position > fact.position) this.checkSwapped(now, fact, above);
      else above = fact;
    }
  }

  /** Rows of one second may stand as they came, until a page has shown their order and was taken in. */
  private checkSwapped(now: number, { step: first }: StepFact, { step: second }: StepFact): void {
    const isKnown =
      first.createdAt !== second.createdAt ||
      this.facts.record.pages.some(
        ({ at, ids }) => now - at >= takenInAfter && ids.has(first.id) && ids.has(second.id),
      );
    if (isKnown) this.report('order', `${first.id} is below ${second.id}, which is later`);
  }

  private checkTwins(rows: readonly VisibleRow[]): void {
    const counts = new Map<string, number>();
    for (const { text, status } of rows) {
      const send = this.facts.base.findSend(text);
      if (!send) continue;
      const count = (counts.get(text) ?? 0) + 1;
      counts.set(text, count);
      if (count > Math.max(1, send.storedIds.length)) this.report('twin', `${status} ${text}`);
    }
  }

  /** Text only grows, no row goes, and what was stopped stays as it was left. */
  private checkKept(rows: readonly VisibleRow[]): void {
    const byKey = new Map(rows.map((row) => [row.key, row]));
    for (const before of this.shown) {
      const row = byKey.get(before.key);
      if (row === before) continue;
      if (!row) {
        if (!this.facts.base.findSend(before.text)?.isDiscarded)
          this.report('vanished', `${before.status} ${before.id} "${before.text}"`);
        continue;
      }
      const fact = this.facts.find(row.id);
      const isShorter = hasShrunk(before.parts ?? [], row.parts ?? []);
      if (isShorter && !fact?.step.isSpoilt)
        this.report('regression', `${row.id} ${tell(before)} → ${tell(row)}`);
      const isAsking = row.parts?.some(({ state }) => state === 'approval-requested');
      if (before.status === 'stopped' && row.text !== before.text && !isAsking)
        this.report('stopped-changed', `"${before.text}" → "${row.text}"`);
    }
  }
}

function tell({ status, parts = [] }: VisibleRow): string {
  const told = parts.map(({ type, text, state }) => `${type} ${text ?? state}`);
  return `${status} (${told.join(', ')})`;
}
