import type { Clock } from 'react-conversation-stream/core';

/** The system's clock, until a story lets time pass that nobody waits for. */
export interface StageClock extends Clock {
  /** What the clock shows goes ahead by this, ms; no timer does. */
  skip(ms: number): void;
}

export function createStageClock(): StageClock {
  let skipped = 0;
  return {
    now: () => Date.now() + skipped,
    setTimeout: (callback, delay) => setTimeout(callback, delay),
    clearTimeout: (handle) => clearTimeout(handle as number),
    setInterval: (callback, delay) => setInterval(callback, delay),
    clearInterval: (handle) => clearInterval(handle as number),
    skip(ms) {
      skipped += ms;
    },
  };
}
