'use client';
import { useState } from 'react';
import { useScrollState } from '../scroll/useScrollState.ts';

/**
 * How many rows came since the reader left the end, own ones not counted. `isOthers` is asked about rows that
 * came meanwhile only.
 */
export function useNewMessages(
  keys: readonly string[],
  isOthers: (key: string) => boolean,
): number {
  const { mode } = useScrollState();
  const newest = keys.at(-1);
  const [lastSeen, setLastSeen] = useState(newest);
  if (lastSeen !== newest && (mode === 'follow' || lastSeen === undefined)) setLastSeen(newest);
  if (mode === 'follow' || lastSeen === newest) return 0;
  return keys.slice(keys.lastIndexOf(lastSeen ?? '') + 1).filter(isOthers).length;
}
