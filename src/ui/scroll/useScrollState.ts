'use client';
import { useSyncExternalStore } from 'react';
import type { ScrollState } from './createScrollController.ts';
import { useScrollHost } from './useScrollHost.ts';

/** Whether the transcript around follows its end. Renders when that changes, never per scroll. */
export function useScrollState(): ScrollState {
  const host = useScrollHost();
  return useSyncExternalStore(host.subscribe, host.getState, host.getState);
}
