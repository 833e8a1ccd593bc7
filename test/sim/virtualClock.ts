import type { Clock } from '../../src/core/index.ts';
import { ClientClock } from './clientClock.ts';
import { TimerQueue, type Timer } from './timerQueue.ts';

/** What timers do while the machine sleeps: fire late at the wake-up, or lose the time slept. */
export type SleepingTimers = 'late' | 'shifted';

/** Timers that set timers for now would go on for ever. */
const maxTurns = 20_000;

/** Virtual time: nothing waits for real, and the same calls give the same run. */
export class VirtualClock {
  /** The clock handed to the system under test. */
  readonly client: Clock;
  private readonly queue = new TimerQueue();
  private time: number;
  private wakesAt: number;
  private turns = 0;

  constructor(start: number) {
    this.time = start;
    this.wakesAt = start;
    this.client = new ClientClock(this.queue, () => this.time);
  }

  now(): number {
    return this.time;
  }

  /** Runs at `time` whatever the reader's machine does. */
  at(time: number, run: () => void): void {
    this.queue.add(Math.max(time, this.time), 'world', run);
  }

  after(delay: number, run: () => void): void {
    this.at(this.time + delay, run);
  }

  /** As `at`, for what reaches the reader's machine: waits while it sleeps. */
  arriveAt(time: number, run: () => void): void {
    this.queue.add(Math.max(time, this.time), 'arrival', run);
  }

  /** Runs every timer due by then, each with the promise work it causes. */
  async runFor(duration: number): Promise<void> {
    const end = this.time + duration;
    await drain();
    for (let timer = this.queue.takeNext(end); timer; timer = this.queue.takeNext(end)) {
      this.moveTo(timer.due);
      if (timer.owner !== 'world' && this.isAsleep()) this.queue.postpone(timer, this.wakesAt);
      else await fire(timer);
    }
    this.time = end;
  }

  /** The reader's machine sleeps from now on. */
  sleep(duration: number, timers: SleepingTimers): void {
    this.wakesAt = this.time + duration;
    if (timers === 'shifted') this.queue.shift('client', duration);
  }

  isAsleep(): boolean {
    return this.time < this.wakesAt;
  }

  /** Timers the system under test has pending: 0 after a teardown. */
  countClientTimers(): number {
    return this.queue.count('client');
  }

  private moveTo(time: number): void {
    this.turns = time > this.time ? 0 : this.turns + 1;
    if (this.turns > maxTurns) {
      throw new Error(`Time stands still at ${this.time}: timers set timers for now.`);
    }
    this.time = Math.max(this.time, time);
  }
}

async function fire(timer: Timer): Promise<void> {
  timer.run();
  await drain();
}

/** One turn of the event loop: every promise that could settle by then has. */
function drain(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
