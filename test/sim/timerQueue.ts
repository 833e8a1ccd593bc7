/** Whose timer it is: the world's go on while the reader's machine sleeps, arrivals wait for it to wake. */
export type TimerOwner = 'world' | 'arrival' | 'client';

export interface Timer {
  due: number;
  order: number;
  readonly owner: TimerOwner;
  readonly run: () => void;
  isCancelled: boolean;
}

/** Timers by due time, equal times in the order they were set. */
export class TimerQueue {
  /** Latest first: the next one is at the end, and near timers move few others. */
  private timers: Timer[] = [];
  private order = 0;

  add(due: number, owner: TimerOwner, run: () => void): Timer {
    const timer: Timer = { due, order: 0, owner, run, isCancelled: false };
    this.insert(timer);
    return timer;
  }

  /** Puts a timer back, behind the others of its new time. */
  postpone(timer: Timer, due: number): void {
    timer.due = due;
    this.insert(timer);
  }

  /** Removes and returns the next timer due by `limit`. */
  takeNext(limit: number): Timer | undefined {
    for (let next = this.timers.at(-1); next && next.due <= limit; next = this.timers.at(-1)) {
      this.timers.pop();
      if (!next.isCancelled) return next;
    }
    return undefined;
  }

  /** Moves every pending timer of `owner` later. */
  shift(owner: TimerOwner, delay: number): void {
    for (const timer of this.timers) if (timer.owner === owner) timer.due += delay;
    this.timers.sort((a, b) => b.due - a.due || b.order - a.order);
  }

  count(owner: TimerOwner): number {
    return this.timers.filter((timer) => timer.owner === owner && !timer.isCancelled).length;
  }

  private insert(timer: Timer): void {
    this.order += 1;
    timer.order = this.order;
    let low = 0;
    let high = this.timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.timers[middle]?.due ?? 0) > timer.due) low = middle + 1;
      else high = middle;
    }
    this.timers.splice(low, 0, timer);
  }
}
