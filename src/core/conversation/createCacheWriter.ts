import type { Clock } from '../environment.ts';

/** Writes completed messages through to the history cache, at leisure (DESIGN §5.10). */
export interface CacheWriter {
  /** Something changed: writes within the second. */
  request(): void;
  /** Writes now what was requested. */
  flush(): void;
  /** Writes now. */
  write(): void;
}

const debounce = 1_000;

export function createCacheWriter(clock: Clock, write: () => void): CacheWriter {
  let timer: unknown;
  const writeNow = (): void => {
    clock.clearTimeout(timer);
    timer = undefined;
    write();
  };
  const flush = (): void => {
    if (timer !== undefined) writeNow();
  };
  return {
    flush,
    write: writeNow,
    request() {
      // Not restarted by further changes: a busy stream would put the write off for ever.
      timer ??= clock.setTimeout(flush, debounce);
    },
  };
}
