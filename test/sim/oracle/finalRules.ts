import type { Facts } from './facts.ts';
import { isLocal, type Report, type View, type VisibleRow } from './view.ts';

/** What must be true when nothing has gone wrong for a while. */
export class FinalRules {
  private readonly facts: Facts;
  private readonly report: Report;

  constructor(facts: Facts, report: Report) {
    this.facts = facts;
    this.report = report;
  }

  /** By itself: live, or a gap that is shown. Only a server that said no may have ended it. */
  checkRecovered({ continuity, connection }: View): void {
    if (continuity === 'live' || continuity === 'gap') return;
    const wasRefused = this.facts.record.refusals.some(
      (one) => one.conversationId === this.facts.conversationId,
    );
    const hasEnded = connection === 'closed' || connection === 'unauthorized';
    if (wasRefused && hasEnded) return;
    this.report('not-recovered', `${continuity}, connection ${connection}`);
  }

  /** After an explicit check: what is seen is what the server has, to the letter. */
  checkExact(view: View, readsAll: boolean): void {
    const { continuity, hasOlder, connection } = view;
    if (continuity !== 'live') this.report('not-live', `${continuity}, connection ${connection}`);
    if (readsAll && hasOlder) this.report('not-all', 'older messages could not be loaded');
    const seen = view.rows.filter((row) => !isLocal(row)).map(({ id, text }) => `${id}: ${text}`);
    const wanted = this.readWindow(view).map(
      ({ message }) => `${message.id}: ${message.versions.at(-1)?.text}`,
    );
    const at = wanted.findIndex((line, index) => line !== seen[index]);
    if (at >= 0) this.report('not-exact', `has ${seen[at]}, wants ${wanted[at]} (row ${at})`);
    else if (seen.length > wanted.length) {
      this.report('not-exact', `has ${seen.at(wanted.length)} which is not on the server`);
    }
    this.checkSends(view);
  }

  /** Nothing of the reader's own is left hanging. */
  checkSends(view: View): void {
    for (const row of view.rows) {
      if (isLocal(row) && !this.isOutOfSight(row, view))
        this.report('send-pending', `"${row.text}" is ${row.status}`);
    }
    for (const send of this.sends()) {
      if (send.storedIds.length === 0 && !send.isDiscarded) this.report('send-lost', send.text);
    }
    this.checkAnswers();
  }

  /** Every promise of a send settles, also when the page goes away. */
  checkAnswers(): void {
    for (const send of this.sends()) {
      if (send.answer === undefined) this.report('unanswered', `the send of "${send.text}" hangs`);
    }
  }

  /** After the last release nothing is under way any more. */
  checkReleased({ rows }: View): void {
    for (const { status, text } of rows) {
      if (status === 'sending' || status === 'streaming') {
        this.report('left-hanging', `"${text}" is ${status} after the release`);
      }
    }
  }

  /** The server took it, and has removed it since or lists it among what is not loaded: there is no telling. */
  private isOutOfSight({ status, text }: VisibleRow, view: View): boolean {
    const ids = this.facts.findSend(text)?.storedIds ?? [];
    const start = this.findStart(view);
    const isHidden = (id: string): boolean => {
      const fact = this.facts.find(id);
      return fact?.message.deletedAt !== undefined || (fact?.position ?? start) < start;
    };
    return status === 'unconfirmed' && ids.length > 0 && ids.every(isHidden);
  }

  private findStart({ rows, hasOlder }: View): number {
    const oldest = rows.find((row) => !isLocal(row));
    return hasOlder && oldest ? (this.facts.find(oldest.id)?.position ?? 0) : 0;
  }

  private readWindow(view: View): Facts['all'] {
    return this.facts.all
      .slice(this.findStart(view))
      .filter(({ message }) => message.deletedAt === undefined);
  }

  private sends(): typeof this.facts.record.sends {
    const { record, conversationId } = this.facts;
    return record.sends.filter((one) => one.conversationId === conversationId);
  }
}
