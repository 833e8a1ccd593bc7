import type { Clock } from '../core/index.ts';
import { settlePromises } from './settlePromises.ts';

/** Time that moves only when told to: nothing waits for real, and the same calls give the same run. */
export interface VirtualClock extends Clock {
  /** Lets `ms` pass: runs every timer that falls due, in order, each with the promise work it causes. */
  advance(ms: number): Promise<void>;
  /** Timers set and neither fired nor cleared. 0 after a teardown that forgot nothing. */
  readonly pendingTimers: number;
}

interface Timer {
  readonly due: number;
  readonly run: () => void;
}

/** Noon, UTC, of 2 January 2026. */
const defaultStart = Date.UTC(2026, 0, 2, 12);
/** Timers that set timers for now would go on for ever. */
const maxTurns = 20_000;

/** Virtual time from `start` (epoch ms) on. Its functions need no `this`. */
export function createVirtualClock(start: number = defaultStart): VirtualClock {
  const timers = new Map<number, Timer>();
  let time = start;
  let handles = 0;
  let turns = 0;

  const arm = (handle: number, delay: number, run: () => void): void => {
    timers.set(handle, { due: time + Math.max(0, delay), run });
  };
  const setTimer = (delay: number, run: (handle: number) => void): number => {
    handles += 1;
    const handle = handles;
    arm(handle, delay, () => run(handle));
    return handle;
  };
  const clear = (handle: unknown): void => void timers.delete(handle as number);
  const moveTo = (next: number): void => {
    turns = next > time ? 0 : turns + 1;
    if (turns > maxTurns)
      throw new Error(`Virtual time stands still at ${time}: timers keep setting timers for now.`);
    time = Math.max(time, next);
  };
  const fire = (handle: number, { due, run }: Timer): void => {
    timers.delete(handle);
    moveTo(due);
    run();
  };
  return {
    now: () => time,
    setTimeout: (callback, delay) => setTimer(delay, callback),
    clearTimeout: clear,
    setInterval: (callback, delay) => {
      const tick = (handle: number): void => {
        arm(handle, delay, () => tick(handle));
        callback();
      };
      return setTimer(delay, tick);
    },
    clearInterval: clear,
    async advance(ms) {
      const end = time + ms;
      await settlePromises();
      for (let next = findNext(timers, end); next; next = findNext(timers, end)) {
        fire(...next);
        await settlePromises();
      }
      time = Math.max(time, end);
    },
    get pendingTimers() {
      return timers.size;
    },
  };
}

/* Equal times in the order they were set: a Map keeps it, and a timer set again goes to its end. */
function findNext(
  timers: ReadonlyMap<number, Timer>,
  limit: number,
): [handle: number, timer: Timer] | undefined {
  let next: [number, Timer] | undefined;
  for (const [handle, timer] of timers)
    if (timer.due <= limit && timer.due < (next?.[1].due ?? Infinity)) next = [handle, timer];
  return next;
}
