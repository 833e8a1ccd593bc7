import type { Facts } from '../oracle/facts.ts';
import type { Report, View, VisibleRow } from '../oracle/view.ts';
import { isUnsent } from './isUnsent.ts';

/** What must be true when nothing has gone wrong for a while. */
export class TurnEndRules {
  private readonly facts: Facts;
  private readonly report: Report;

  constructor(facts: Facts, report: Report) {
    this.facts = facts;
    this.report = report;
  }

  /** By itself. */
  checkRecovered({ rows, continuity, connection }: View): void {
    if (continuity !== 'live') this.report('not-recovered', `${continuity}, ${connection}`);
    for (const { status, text } of rows) {
      if (status === 'streaming' || status === 'sending' || status === 'queued')
        this.report('not-recovered', `${status} ${text}`);
    }
  }

  /** After an explicit check: what is seen is what the server has, and what it never kept. */
  checkExact(view: View): void {
    const { continuity, connection, rows } = view;
    if (continuity !== 'live') this.report('not-live', `${continuity}, connection ${connection}`);
    this.compare(rows.filter((row) => !isUnsent(row)));
    this.checkSends(rows);
  }

  /** Row by row; what the server never kept may stand between. */
  private compare(seen: readonly VisibleRow[]): void {
    let at = 0;
    for (const { message } of this.facts.all) {
      const text = message.versions[0]?.text;
      const isThis = (row: VisibleRow): boolean =>
        row.text === text || this.isStopped(row, message.id);
      for (let row = seen[at]; row && !isThis(row) && this.isUnstored(row); row = seen[at]) at += 1;
      const row = seen[at];
      if (!row || !isThis(row)) return this.report('not-exact', `has ${row?.text}, wants ${text}`);
      at += 1;
    }
    const extra = seen.slice(at).find((row) => !this.isUnstored(row));
    if (extra) this.report('not-exact', `has ${extra.text}, which is not on the server`);
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
      if (storedIds.length === 0 && !isDiscarded && rows.some((row) => row.text === text))
        this.report('send-lost', text);
    }
  }

  private isUnstored({ status, text }: VisibleRow): boolean {
    if (status === 'stopped' && text.trim() === '') return true;
    const isStored = this.facts.all.some(({ message }) => message.versions[0]?.text === text);
    if (isStored || this.facts.findSend(text)) return false;
    return this.facts.record.turns.some(
      (turn) => turn.storedId === undefined && turn.told.startsWith(text),
    );
  }

  private isStopped({ status, text }: VisibleRow, id: string): boolean {
    const turn = this.facts.record.turns.find(({ storedId }) => storedId === id);
    return status === 'stopped' && text.trim() !== '' && turn?.told.startsWith(text) === true;
  }

  private sends(): typeof this.facts.record.sends {
    const { record, conversationId } = this.facts;
    return record.sends.filter((one) => one.conversationId === conversationId);
  }
}
