import type { Judge, Leftovers } from '../oracle/oracle.ts';
import type { Report, View, Violation } from '../oracle/view.ts';
import type { SimRecord } from '../record.ts';
import { RunEndRules } from './runEndRules.ts';
import { RunFacts } from './runFacts.ts';
import { RunRequestRules } from './runRequestRules.ts';
import { RunRowRules } from './runRowRules.ts';

/**
 * Judges what a reader of a backend with runs was shown (DESIGN G1, G2, G4, G8, G15): rows by their ids, each
 * part by what was said. Plain data in, violations out.
 */
export class RunOracle implements Judge {
  readonly violations: Violation[] = [];
  private readonly facts: RunFacts;
  private readonly rows: RunRowRules;
  private readonly requests: RunRequestRules;
  private readonly end: RunEndRules;
  private shown: View | undefined;
  private now = 0;

  constructor(record: SimRecord, conversationId: string) {
    const report: Report = (rule, detail) =>
      void this.violations.push({ rule, at: this.now, detail });
    this.facts = new RunFacts(record, conversationId);
    this.rows = new RunRowRules(this.facts, report);
    this.requests = new RunRequestRules(this.facts, report);
    this.end = new RunEndRules(this.facts, report);
  }

  observe(now: number, view: View): void {
    this.recheck(now);
    this.shown = view;
    this.rows.check(now, view);
  }

  /** The page was reloaded: nobody knows what was told before. */
  noteReload(): void {
    this.rows.forget();
    this.facts.loadedAt = this.now;
    this.shown = undefined;
  }

  recheck(now: number): void {
    this.enter(now);
    if (this.facts.base.awakeAt(now) !== now) return;
    if (this.shown) this.rows.checkTime(now, this.shown);
    this.requests.check(now);
  }

  judgeRecovery(now: number, view: View): void {
    this.enter(now);
    this.end.checkRecovered(view);
  }

  judgeEnd(now: number, view: View, readsAll: boolean): void {
    this.enter(now);
    this.end.checkExact(view, readsAll);
  }

  judgeRelease(now: number, view: View, { sockets, timers, listeners, requests }: Leftovers): void {
    this.enter(now);
    this.end.checkReleased(view);
    const left = { sockets, timers, listeners, requests };
    for (const [name, count] of Object.entries(left)) {
      if (count !== 0) this.violations.push({ rule: 'leak', at: now, detail: `${count} ${name}` });
    }
  }

  judgeRequests(now: number): void {
    this.enter(now);
    this.requests.checkAll();
  }

  private enter(now: number): void {
    this.now = now;
    this.facts.update();
  }
}
