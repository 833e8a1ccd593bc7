/** At most `limit` attempts in any `window` ms, whatever fails. */
export interface AttemptBudget {
  /** Books the next free place and returns the ms until it; 0 when it is now. Booked at once: callers may race. */
  reserve(now: number): number;
}

/** A sliding log, not a refilling bucket: no window of `window` ms ever holds more than `limit` attempts. */
export function createAttemptBudget(limit: number, window = 60_000): AttemptBudget {
  let booked: number[] = [];
  return {
    reserve(now) {
      // A clock that was set back must not lock us out.
      booked = booked.filter((time) => now - time < window && time - now <= window);
      const oldest = booked[booked.length - limit];
      const time = oldest === undefined ? now : Math.max(now, oldest + window);
      booked.push(time);
      return time - now;
    },
  };
}
