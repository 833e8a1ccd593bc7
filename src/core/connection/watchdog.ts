import type { Clock } from '../environment.ts';

export interface Watchdog {
  /** Something arrived. Costs one clock read: no timer is touched. */
  feed(): void;
  /** Compares now, without waiting for the timer: after a wake-up. */
  check(): void;
  /** Starts over with another window, ms. */
  expect(window: number): void;
  stop(): void;
}

/**
 * Calls `onExpire` once when nothing was fed for `window` ms. Compares wall-clock stamps, not ticks: a
 * laptop that slept is noticed by the first timer after it.
 */
export function createWatchdog(clock: Clock, window: number, onExpire: () => void): Watchdog {
  let limit = window;
  let lastFed = clock.now();
  let timer: unknown;
  const stop = (): void => {
    clock.clearTimeout(timer);
    timer = undefined;
  };
  const check = (): void => {
    if (timer === undefined) return;
    stop();
    // A clock set back makes the idle time negative: that proves nothing, wait a whole window.
    const idle = Math.max(0, clock.now() - lastFed);
    if (idle >= limit) onExpire();
    else timer = clock.setTimeout(check, limit - idle);
  };
  const expect = (next: number): void => {
    stop();
    limit = next;
    lastFed = clock.now();
    timer = clock.setTimeout(check, limit);
  };
  expect(window);
  return { feed: () => void (lastFed = clock.now()), check, expect, stop };
}
