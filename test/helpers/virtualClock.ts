import { VirtualClock as SimulatedClock } from '../sim/virtualClock.ts';

/** The simulator's clock, whose world timers can be taken back. */
export class VirtualClock extends SimulatedClock {
  /** Returns the cancel. */
  override after(delay: number, run: () => void): () => void {
    let isWanted = true;
    super.after(delay, () => {
      if (isWanted) run();
    });
    return () => {
      isWanted = false;
    };
  }
}

/** Virtual time from `start`, epoch ms: `runFor` runs every timer due, with the promise work it causes. */
export function createVirtualClock(start: number): VirtualClock {
  return new VirtualClock(start);
}
