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
    const wanted = this.facts.all.map(({ message }) => message);
    const seen = rows.filter((row) => !isUnsent(row) && !this.isUnstored(row));
    const at = wanted.findIndex(({ id, versions }, index) => {
      const row = seen[index];
      return row?.text !== versions[0]?.text && !(row && this.isStopped(row, id));
    });
    if (at >= 0)
      this.report('not-exact', `has ${seen[at]?.text}, wants ${wanted[at]?.versions[0]?.text}`);
    else if (seen.length > wanted.length)
      this.report('not-exact', `has ${seen[wanted.length]?.text}, which is not on the server`);
    this.checkSends(rows);
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

  private isUnstored({ text }: VisibleRow): boolean {
    const isStored = this.facts.all.some(({ message }) => message.versions[0]?.text === text);
    if (isStored || this.facts.findSend(text)) return false;
    return this.facts.record.turns.some(
      (turn) => turn.storedId === undefined && turn.told.startsWith(text),
    );
  }

  private isStopped({ status, text }: VisibleRow, id: string): boolean {
    const turn = this.facts.record.turns.find(({ storedId }) => storedId === id);
    return status === 'stopped' && turn?.told.startsWith(text) === true;
  }

  private sends(): typeof this.facts.record.sends {
    const { record, conversationId } = this.facts;
    return record.sends.filter((one) => one.conversationId === conversationId);
  }
}
