/** Real timers that a reset can clear all at once. */
export interface LexeyTimers {
  after(ms: number, callback: () => void): { cancel(): void };
  clear(): void;
}

export function createLexeyTimers(): LexeyTimers {
  const pending = new Set<NodeJS.Timeout>();
  return {
    after(ms, callback) {
      const timer = setTimeout(() => {
        pending.delete(timer);
        callback();
      }, ms);
      pending.add(timer);
      return {
        cancel() {
          clearTimeout(timer);
          pending.delete(timer);
        },
      };
    },
    clear() {
      for (const timer of pending) clearTimeout(timer);
      pending.clear();
    },
  };
}
