/** Time, as core sees it. The default reads the globals at call time, so fake timers work. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, delay: number): unknown;
  clearTimeout(handle: unknown): void;
  setInterval(callback: () => void, delay: number): unknown;
  clearInterval(handle: unknown): void;
}

/** What the host tells core about frames, sleep and the network. `react` brings the browser's. */
export interface Environment {
  /** Runs `publish` at the next frame (soon, when there are no frames). Returns the cancel. */
  schedule(publish: () => void): () => void;
  /**
   * Calls back when the page may have been away: visible again, `pageshow`, `online`, resume. `offline`
   * is a change too: core asks `isOnline()`. Returns the unsubscribe.
   */
  onWake(callback: (reason: WakeReason) => void): () => void;
  isOnline(): boolean;
  /** False while nobody can see the page: nothing is polled then. Default: true. */
  isVisible?(): boolean;
  /** Calls back when the page may be killed soon (`pagehide`, `freeze`): the last chance to write the cache. */
  onHide?(callback: () => void): () => void;
}

export type WakeReason = 'visible' | 'pageshow' | 'resume' | 'online' | 'offline';

/* Looked up at call time: a page may freeze or fake its timers after this module was read. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, delay) => globalThis.setTimeout(callback, delay),
  clearTimeout: (handle) => globalThis.clearTimeout(handle as number),
  setInterval: (callback, delay) => globalThis.setInterval(callback, delay),
  clearInterval: (handle) => globalThis.clearInterval(handle as number),
};

const frame = 16;

/** An environment without a page: frames are timers, nothing sleeps, always online. */
export function createPlainEnvironment(clock: Clock): Environment {
  return {
    schedule(publish) {
      const handle = clock.setTimeout(publish, frame);
      return () => clock.clearTimeout(handle);
    },
    onWake: () => () => {},
    isOnline: () => true,
  };
}
