'use client';
import { useCallback, useSyncExternalStore } from 'react';

/** The longest delay a timer takes. */
const longest = 2_147_483_647;

/** Is `time` (epoch ms) over? Turns true when it passes; false on a server and where there is no such time. */
export function useIsPast(time: number | undefined): boolean {
  const subscribe = useCallback(
    (onPast: () => void) => {
      if (time === undefined) return () => {};
      const timer = setTimeout(onPast, Math.min(Math.max(0, time - Date.now()), longest));
      return () => clearTimeout(timer);
    },
    [time],
  );
  return useSyncExternalStore(
    subscribe,
    () => time !== undefined && time <= Date.now(),
    () => false,
  );
}
