import type { Clock, Environment, WakeReason } from '../core/index.ts';
import { systemClock } from './systemClock.ts';

const frame = 16;

/** What a test does to the page around a conversation. */
export interface TestEnvironment extends Environment {
  /** `navigator.onLine` and its event. */
  setOnline(isOnline: boolean): void;
  /** The page is back: visible again, restored, resumed. Default `visible`. */
  wake(reason?: WakeReason): void;
  /** Nobody sees the page until it wakes, and it may be killed (`pagehide`): the last chance to write the cache. */
  hide(): void;
  /** Listeners that are still registered. 0 after a teardown that forgot nothing. */
  readonly listenerCount: number;
}

/** A page in the time of `clock` (default: the system's): a frame every 16 ms, awake and online until told otherwise. */
export function createTestEnvironment(clock: Clock = systemClock): TestEnvironment {
  const wakers = new Set<(reason: WakeReason) => void>();
  const hiders = new Set<() => void>();
  let isOnline = true;
  let isVisible = true;
  const wake = (reason: WakeReason = 'visible'): void => {
    if (reason === 'visible') isVisible = true;
    for (const call of wakers) call(reason);
  };
  return {
    schedule(publish) {
      const handle = clock.setTimeout(publish, frame - (clock.now() % frame));
      return () => clock.clearTimeout(handle);
    },
    onWake: (callback) => listen(wakers, callback),
    onHide: (callback) => listen(hiders, callback),
    isOnline: () => isOnline,
    isVisible: () => isVisible,
    wake,
    setOnline(next) {
      isOnline = next;
      wake(next ? 'online' : 'offline');
    },
    hide() {
      isVisible = false;
      for (const call of hiders) call();
    },
    get listenerCount() {
      return wakers.size + hiders.size;
    },
  };
}

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
