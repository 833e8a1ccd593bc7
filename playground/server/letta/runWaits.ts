import type { RunWaits } from './lettaSystem.ts';

/** Timers of runs. After `clear` nothing that waited goes on. */
export function createRunWaits(): RunWaits {
  const timers = new Set<NodeJS.Timeout>();
  const held = new Map<string, (() => void)[]>();
  /** Conversations told to go on before they stood still. */
  const permits = new Set<string>();
  let generation = 0;
  const later = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };
  return {
    later,
    sleep(ms) {
      const born = generation;
      return new Promise((resolve) => {
        const goOn = (): void => {
          if (born === generation) resolve();
        };
        if (ms > 0) later(ms, goOn);
        else setImmediate(goOn);
      });
    },
    hold: (conversationId) =>
      new Promise((resolve) => {
        if (permits.delete(conversationId)) return resolve();
        held.set(conversationId, [...(held.get(conversationId) ?? []), resolve]);
      }),
    proceed(conversationId) {
      const waiting = held.get(conversationId);
      held.delete(conversationId);
      if (!waiting) permits.add(conversationId);
      for (const goOn of waiting ?? []) goOn();
    },
    clear() {
      generation += 1;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      held.clear();
      permits.clear();
    },
  };
}
