import { isUnsent } from '../lexey/isUnsent.ts';
import type { Report, View, VisibleRow } from '../oracle/view.ts';
import { isAll } from './compareParts.ts';
import type { RunFacts } from './runFacts.ts';

/** What must be true when nothing has gone wrong for a while. */
export class RunEndRules {
  private readonly facts: RunFacts;
  private readonly report: Report;

  constructor(facts: RunFacts, report: Report) {
    this.facts = facts;
    this.report = report;
  }

  /** By itself. */
  checkRecovered({ rows, continuity, connection }: View): void {
    // What ten pages do not reach is a gap, and said.
    if (continuity !== 'live' && continuity !== 'gap')
      this.report('not-recovered', `${continuity}, ${connection}`);
    for (const { status, id, text } of rows) {
      if (status === 'streaming' || status === 'sending' || status === 'queued')
        this.report('not-recovered', `${status} ${id} ${text}`);
    }
  }

  /** After an explicit check: what is seen is what the server has, and what it never kept. */
  checkExact(view: View, readsAll: boolean): void {
    const { continuity, connection, rows, hasOlder } = view;
    if (continuity !== 'live') this.report('not-live', `${continuity}, connection ${connection}`);
    if (readsAll && hasOlder) this.report('not-all', 'older messages could not be loaded');
    this.compare(view);
    this.checkSends(rows);
  }

  private compare({ rows, hasOlder }: View): void {
    const seen = rows.filter((row) => !isUnsent(row) && !this.isUnstored(row));
    const [oldest] = seen;
    const start = hasOlder && oldest ? (this.facts.find(oldest.id)?.position ?? 0) : 0;
    const stored = this.facts.all.slice(start).filter(({ step }) => step.storedAt !== undefined);
    for (const [index, { step }] of stored.entries()) {
      const row = seen[index];
      if (row?.id !== step.id)
        return this.report('not-exact', `has ${row?.id} "${row?.text}", wants ${step.id}`);
      if (row.status !== 'stopped' && !isAll(row.parts ?? [], step, true))
        return this.report('not-exact', `${row.status} ${step.id} shows "${row.text}"`);
    }
    const extra = seen[stored.length];
    if (extra) this.report('not-exact', `has ${extra.id} "${extra.text}", not on the server`);
  }

  /** Why a run failed, and what it said before it failed or was stopped, may be in no history. */
  private isUnstored({ id, status, text }: VisibleRow): boolean {
    if (status === 'unconfirmed' && this.isRefusalLost(text)) return true;
    if (status === 'error' && id.startsWith('error-')) return true;
    const fact = this.facts.find(id);
    return fact !== undefined && fact.step.storedAt === undefined && status !== 'complete';
  }

  /** Of a refusal that was lost on its way nobody learns: history lists nothing. */
  private isRefusalLost(text: string): boolean {
    return this.facts.runs.some(
      ({ refusedText, doneAt = Infinity, readers: [first] }) =>
        refusedText === text && doneAt > (first?.endsAt ?? 0),
    );
  }

  checkReleased({ rows }: View): void {
    for (const { status, text } of rows) {
      if (status === 'sending' || status === 'streaming')
        this.report('left-hanging', `"${text}" is ${status} after the release`);
    }
    for (const send of this.sends()) {
      if (send.answer === undefined) this.report('unanswered', `the send of "${send.text}" hangs`);
    }
  }

  private checkSends(rows: readonly VisibleRow[]): void {
    for (const row of rows)
      if (isUnsent(row)) this.report('send-pending', `"${row.text}" is ${row.status}`);
    for (const { text, storedIds, isDiscarded } of this.sends()) {
      // What was under way when the page was reloaded is known to nobody.
      if (this.isRefusalLost(text)) continue;
      if (storedIds.length === 0 && !isDiscarded && rows.some((row) => row.text === text))
        this.report('send-lost', text);
    }
  }

  private sends(): typeof this.facts.record.sends {
    const { record, conversationId } = this.facts;
    return record.sends.filter((one) => one.conversationId === conversationId);
  }
}
