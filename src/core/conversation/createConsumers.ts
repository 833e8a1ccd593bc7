/** Who follows a conversation: nobody, readers of history only, or at least one who wants it live. */
export type Audience = 'none' | 'readers' | 'live';

export interface Consumers {
  readonly audience: Audience;
  /** Joins; the release works once. */
  join(isLive: boolean): () => void;
}

/**
 * Counts consumers. The first join acts at once; a leave acts in a microtask, so that React's StrictMode
 * (mount, unmount, mount in one go) makes one connection (DESIGN §6).
 */
export function createConsumers(onChange: (audience: Audience) => void): Consumers {
  let readers = 0;
  let live = 0;
  let current: Audience = 'none';
  const update = (): void => {
    const next = live > 0 ? 'live' : readers > 0 ? 'readers' : 'none';
    if (next === current) return;
    current = next;
    onChange(next);
  };
  return {
    get audience() {
      return current;
    },
    join(isLive) {
      if (isLive) live += 1;
      else readers += 1;
      update();
      let isReleased = false;
      return () => {
        if (isReleased) return;
        isReleased = true;
        if (isLive) live -= 1;
        else readers -= 1;
        queueMicrotask(update);
      };
    },
  };
}
