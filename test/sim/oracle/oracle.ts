import type { SimRecord } from '../record.ts';
import { Facts } from './facts.ts';
import { FinalRules } from './finalRules.ts';
import { LiveRules } from './liveRules.ts';
import { RequestRules } from './requestRules.ts';
import { RowRules } from './rowRules.ts';
import type { Report, View, Violation } from './view.ts';

/** What a reader still holds after it was let go. */
export interface Leftovers {
  readonly sockets: number;
  readonly timers: number;
  readonly listeners: number;
  /** Requests begun since. */
  readonly requests: number;
}

/** What a run asks of an oracle. */
export interface Judge {
  readonly violations: readonly Violation[];
  observe(now: number, view: View): void;
  noteReload(): void;
  recheck(now: number): void;
  judgeRecovery(now: number, view: View): void;
  judgeEnd(now: number, view: View, readsAll: boolean): void;
  judgeRelease(now: number, view: View, leftovers: Leftovers): void;
  judgeRequests(now: number): void;
}

/**
 * Judges what one reader of one conversation was shown against what the server really had (DESIGN G1, G4,
 * G5, G7, G8, G15). Knows neither the code under test nor its protocol: plain data in, violations out.
 */
export class Oracle implements Judge {
  readonly violations: Violation[] = [];
  /** Of the conversation. */
  readonly id: string;
  private readonly facts: Facts;
  private readonly rows: RowRules;
  private readonly live: LiveRules;
  private readonly requests: RequestRules;
  private readonly final: FinalRules;
  private shown: View | undefined;
  private now = 0;

  constructor(record: SimRecord, conversationId: string) {
    const report: Report = (rule, detail) =>
      void this.violations.push({ rule, at: this.now, detail });
    this.id = conversationId;
    this.facts = new Facts(record, conversationId);
    this.rows = new RowRules(this.facts, report);
    this.live = new LiveRules(this.facts, report);
    this.requests = new RequestRules(this.facts, report);
    this.final = new FinalRules(this.facts, report);
  }

  /** At every published state. The one before it was on the screen until now, and answers for that. */
  observe(now: number, view: View): void {
    this.recheck(now);
    this.shown = view;
    this.rows.check(now, view);
    this.live.check(now, view);
  }

  /** The page was reloaded: only what is cached is known from before. */
  noteReload(): void {
    this.rows.forgetRemoved();
  }

  /** Time passed: what is on the screen may have become untrue. */
  recheck(now: number): void {
    this.enter(now);
    if (this.facts.awakeAt(now) !== now) return;
    if (this.shown) this.live.check(now, this.shown);
    this.requests.check(now);
  }

  /** The quiet period is over and the reader did nothing. */
  judgeRecovery(now: number, view: View): void {
    this.enter(now);
    this.final.checkRecovered(view);
  }

  judgeEnd(now: number, view: View, readsAll: boolean): void {
    this.enter(now);
    this.final.checkExact(view, readsAll);
  }

  judgeRelease(now: number, view: View, { sockets, timers, listeners, requests }: Leftovers): void {
    this.enter(now);
    this.final.checkReleased(view);
    this.final.checkAnswers();
    const left = { sockets, timers, listeners, requests };
    for (const [name, count] of Object.entries(left)) {
      if (count !== 0) this.violations.push({ rule: 'leak', at: now, detail: `${count} ${name}` });
    }
  }

  /** Over everything that was asked of the network. */
  judgeRequests(now: number): void {
    this.enter(now);
    this.requests.checkAll();
  }

  private enter(now: number): void {
    this.now = now;
    this.facts.update();
  }
}
