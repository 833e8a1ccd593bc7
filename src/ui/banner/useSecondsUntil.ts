'use client';
import { useCallback, useSyncExternalStore } from 'react';

/** Whole seconds until `time` (epoch ms), counting down to 0; `undefined` when there is no such time. */
export function useSecondsUntil(time: number | undefined): number | undefined {
  const subscribe = useCallback(
    (onTick: () => void) => {
      if (time === undefined) return () => {};
      const timer = setInterval(onTick, 250);
      return () => clearInterval(timer);
    },
    [time],
  );
  return useSyncExternalStore(
    subscribe,
    () => (time === undefined ? undefined : Math.max(0, Math.ceil((time - Date.now()) / 1_000))),
    () => undefined,
  );
}
