/** Who follows a conversation: nobody, readers of history only, or at least one who wants it live. */
export type Audience = 'none' | 'readers' | 'live';

export interface Consumers {
  /** Joins; the release works once. */
  join(isLive: boolean): () => void;
}

/**
 * Counts consumers. The first join acts at once; a leave acts in a microtask, so that React's StrictMode
 * (mount, unmount, mount in one go) makes one connection (DESIGN §6).
 */
export function createConsumers(onChange: (audience: Audience) => void): Consumers {
  const counts = { readers: 0, live: 0 };
  let current: Audience = 'none';
  const update = (): void => {
    const next = counts.live > 0 ? 'live' : counts.readers > 0 ? 'readers' : 'none';
    if (next === current) return;
    current = next;
    onChange(next);
  };
  return {
    join(isLive) {
      const kind = isLive ? 'live' : 'readers';
      let own = 1;
      counts[kind] += own;
      update();
      return () => {
        counts[kind] -= own;
        own = 0;
        queueMicrotask(update);
      };
    },
  };
}
