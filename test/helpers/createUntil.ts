interface Watched {
  /** Returns the unsubscribe. */
  onChange(listener: () => void): () => void;
}

/**
 * Resolves when `condition` holds; looks again after everything that happens on the server. Rejects after
 * `timeout` ms (default 5,000).
 */
export type Until = (condition: () => boolean, timeout?: number) => Promise<void>;

export function createUntil(server: Watched): Until {
  return (condition, timeout = 5_000) =>
    new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        unsubscribe();
        finish();
      };
      const check = (): void => {
        if (condition()) settle(resolve);
      };
      const timer = setTimeout(
        () =>
          settle(() => reject(new Error(`Not true after ${timeout} ms: ${condition.toString()}`))),
        timeout,
      );
      const unsubscribe = server.onChange(check);
      check();
    });
}
