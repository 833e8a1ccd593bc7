import type { Clock } from '../../src/core/index.ts';
import type { Timer, TimerQueue } from './timerQueue.ts';

/** The clock handed to the system under test: its timers are its own, counted, and sleep when it sleeps. */
export class ClientClock implements Clock {
  private readonly queue: TimerQueue;
  private readonly running = new Map<number, Timer>();
  private handles = 0;
  readonly now: () => number;

  constructor(queue: TimerQueue, now: () => number) {
    this.queue = queue;
    this.now = now;
  }

  setTimeout(callback: () => void, delay: number): number {
    return this.start(delay, (handle) => {
      this.running.delete(handle);
      callback();
    });
  }

  setInterval(callback: () => void, delay: number): number {
    const tick = (handle: number): void => {
      this.arm(handle, delay, tick);
      callback();
    };
    return this.start(delay, tick);
  }

  clearTimeout(handle: unknown): void {
    const timer = this.running.get(handle as number);
    if (timer) timer.isCancelled = true;
    this.running.delete(handle as number);
  }

  clearInterval(handle: unknown): void {
    this.clearTimeout(handle);
  }

  private start(delay: number, run: (handle: number) => void): number {
    this.handles += 1;
    this.arm(this.handles, delay, run);
    return this.handles;
  }

  private arm(handle: number, delay: number, run: (handle: number) => void): void {
    const due = this.now() + Math.max(0, delay);
    this.running.set(
      handle,
      this.queue.add(due, 'client', () => run(handle)),
    );
  }
}
