/** At most `limit` attempts in any `window` ms, whatever fails. */
export interface AttemptBudget {
  /** Ms until the next attempt is allowed; 0 when it is now. */
  delayUntilFree(now: number): number;
  take(now: number): void;
}

/** A sliding log, not a refilling bucket: no window of `window` ms ever holds more than `limit` attempts. */
export function createAttemptBudget(limit: number, window = 60_000): AttemptBudget {
  let taken: number[] = [];
  return {
    delayUntilFree(now) {
      taken = taken.filter((time) => now - time < window && time <= now);
      const oldest = taken[taken.length - limit];
      return oldest === undefined ? 0 : oldest + window - now;
    },
    take: (now) => void taken.push(now),
  };
}
