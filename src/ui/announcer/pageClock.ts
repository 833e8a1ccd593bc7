/** The page's own timers, looked up at call time; ms that never jump. */
export const pageClock = {
  now: (): number => performance.now(),
  setTimeout: (run: () => void, delay: number): unknown => globalThis.setTimeout(run, delay),
  clearTimeout: (timer: unknown): void => globalThis.clearTimeout(timer as number),
};
