import type { Clock } from '../environment.ts';
import type { Audience } from './createConsumers.ts';

/** The read with which a visit begins. */
export interface FirstRead {
  /** Reads at once; where rows are held, only if the feed, whose proof is a read too, is late. */
  start(audience: Audience, isPending: boolean): void;
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
    start(audience, isPending) {
      cancel();
      if (audience === 'live' && !isPending) timer = clock.setTimeout(read, patience);
      else read();
    },
  };
}
