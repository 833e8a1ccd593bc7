import { Facts } from '../oracle/facts.ts';
import type { Judge, Leftovers } from '../oracle/oracle.ts';
import type { Report, View, Violation } from '../oracle/view.ts';
import type { SimRecord } from '../record.ts';
import { HealingRules } from './healingRules.ts';
import { TurnEndRules } from './turnEndRules.ts';
import { TurnRequestRules } from './turnRequestRules.ts';
import { TurnRowRules } from './turnRowRules.ts';

/**
 * Judges what a reader of a turn backend was shown (DESIGN G1, G4, G15). There are no ids on this wire: a
 * message is known by its words, which no other has. Plain data in, violations out.
 */
export class TurnOracle implements Judge {
  readonly violations: Violation[] = [];
  private readonly facts: Facts;
  private readonly rows: TurnRowRules;
  private readonly requests: TurnRequestRules;
  private readonly end: TurnEndRules;
  private readonly healing: HealingRules;
  private shown: View | undefined;
  private now = 0;

  constructor(record: SimRecord, conversationId: string) {
    const report: Report = (rule, detail) =>
      void this.violations.push({ rule, at: this.now, detail });
    this.facts = new Facts(record, conversationId);
    this.rows = new TurnRowRules(this.facts, report);
    this.requests = new TurnRequestRules(this.facts, report);
    this.end = new TurnEndRules(this.facts, report);
    this.healing = new HealingRules(this.facts, report);
  }

  observe(now: number, view: View): void {
    this.recheck(now);
    this.shown = view;
    this.rows.check(view);
  }

  noteReload(): void {
    this.rows.forget(this.now);
    this.healing.forget(this.now);
    this.shown = undefined;
  }

  recheck(now: number): void {
    this.enter(now);
    if (this.facts.awakeAt(now) !== now) return;
    if (this.shown) this.rows.checkTime(now, this.shown);
    if (this.shown?.continuity === 'live') this.healing.check(now, this.shown.rows);
    this.requests.check(now);
  }

  judgeRecovery(now: number, view: View): void {
    this.enter(now);
    this.end.checkRecovered(view);
  }

  judgeEnd(now: number, view: View): void {
    this.enter(now);
    this.end.checkExact(view);
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
