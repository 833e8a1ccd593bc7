import type { Environment, WakeReason } from '../../src/core/index.ts';
import type { VirtualClock } from './virtualClock.ts';

const frame = 16;

/** The page around the conversation: frames, wake signals, being online. Counts who listens. */
export class Page {
  isOnline = true;
  private readonly wakers = new Set<(reason: WakeReason) => void>();
  private readonly hiders = new Set<() => void>();
  private readonly clock: VirtualClock;

  private readonly onWake: (reason: WakeReason) => void;

  constructor(clock: VirtualClock, onWake: (reason: WakeReason) => void) {
    this.clock = clock;
    this.onWake = onWake;
  }

  get listeners(): number {
    return this.wakers.size + this.hiders.size;
  }

  wake(reason: WakeReason): void {
    this.onWake(reason);
    for (const call of this.wakers) call(reason);
  }

  hide(): void {
    for (const call of this.hiders) call();
  }

  createEnvironment(): Environment {
    const { client } = this.clock;
    return {
      schedule(publish) {
        const handle = client.setTimeout(publish, frame - (client.now() % frame));
        return () => client.clearTimeout(handle);
      },
      onWake: (callback) => listen(this.wakers, callback),
      onHide: (callback) => listen(this.hiders, callback),
      isOnline: () => this.isOnline,
    };
  }
}

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
