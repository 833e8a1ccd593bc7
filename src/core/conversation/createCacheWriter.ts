import type { Clock } from '../environment.ts';
import type { HistorySnapshot } from '../history.ts';

/** Writes completed messages through to the history cache, at leisure (DESIGN §5.10). */
export interface CacheWriter {
  /** Something changed: writes within the second. */
  request(): void;
  /** Writes now what was requested. */
  flush(): void;
}

const debounce = 1_000;

export function createCacheWriter(
  clock: Clock,
  read: () => HistorySnapshot,
  write: (snapshot: HistorySnapshot) => void,
): CacheWriter {
  let timer: unknown;
  const flush = (): void => {
    if (timer === undefined) return;
    clock.clearTimeout(timer);
    timer = undefined;
    write(read());
  };
  return {
    flush,
    request() {
      // Not restarted by further changes: a busy stream would put the write off for ever.
      timer ??= clock.setTimeout(flush, debounce);
    },
  };
}
