import type { FaultKind } from './faultKinds.ts';

/** One run, decided before it begins. Times are ms since the start. */
export interface Scenario {
  readonly seed: number;
  readonly duration: number;
  readonly historyLength: number;
  readonly otherHistoryLength: number;
  readonly pageSize: number;
  readonly maxMessages: number;
  readonly network: NetworkHabits;
  readonly server: ServerHabits;
  readonly faults: readonly ScheduledFault[];
  readonly activity: readonly ScheduledActivity[];
  readonly reader: readonly ScheduledAction[];
  /** `quiet`: the faults end, everything must heal. `abrupt`: the page goes away in the middle. */
  readonly ending: 'quiet' | 'abrupt';
  /** At the end, the reader goes back to the very first message. */
  readonly readsAll: boolean;
}

export interface NetworkHabits {
  /** One way, ms. */
  readonly minLatency: number;
  readonly maxLatency: number;
}

export interface ServerHabits {
  /** Tells of edits on the feed; else history alone shows them. */
  readonly hasLiveEdits: boolean;
  /** What an unknown or deleted cursor gets. */
  readonly unknownCursor: 'refused' | 'ignored';
  readonly lineEnd: '\n' | '\r\n' | '\r';
  /** When the feed tells of the reader's own send, relative to the answer. */
  readonly echo: 'before' | 'after' | 'never' | 'mixed';
  /** Chance that something happens just before or after a request is answered: the races. */
  readonly raceChance: number;
  readonly replyChance: number;
}

export interface ScheduledFault {
  readonly at: number;
  readonly kind: FaultKind;
  /** Seeds the details: how long, how often, where it cuts. */
  readonly seed: number;
}

export interface ScheduledActivity {
  readonly at: number;
  readonly kind: 'create' | 'burst' | 'edit' | 'remove' | 'flood';
}

export interface ScheduledAction {
  readonly at: number;
  readonly kind:
    | 'send'
    | 'load-older'
    | 'reconcile'
    | 'reconnect'
    | 'hang-up'
    | 'retry'
    | 'discard'
    | 'stop'
    | 'second-consumer'
    | 'wake';
}
