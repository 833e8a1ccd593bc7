import type { Clock } from '../environment.ts';

/** The read with which a visit begins. */
export interface FirstRead {
  /** Reads at once; where rows are held already, only if the feed, whose proof is a read too, is late. */
  start(isHeld: boolean): void;
  /** The feed is open, or nobody is there any more. */
  cancel(): void;
}

/** How long rows of an earlier visit wait for a feed that proves them, ms. */
const patience = 2_000;

export function createFirstRead(clock: Clock, read: () => void): FirstRead {
  let timer: unknown;
  const cancel = (): void => {
    if (timer !== undefined) clock.clearTimeout(timer);
    timer = undefined;
  };
  return {
    cancel,
    start(isHeld) {
      cancel();
      if (isHeld) timer = clock.setTimeout(read, patience);
      else read();
    },
  };
}
