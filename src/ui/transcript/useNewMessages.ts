'use client';
import { useState } from 'react';
import { getAuthorKind } from '../message/authorName.ts';
import { useScrollState } from '../scroll/useScrollState.ts';
import type { RowSource } from './rowSource.ts';

/** How many rows came since the reader left the end, own ones not counted. Reads those rows only. */
export function useNewMessages({ keys, read }: RowSource): number {
  const { mode } = useScrollState();
  const newest = keys.at(-1);
  const [lastSeen, setLastSeen] = useState(newest);
  if (lastSeen !== newest && (mode === 'follow' || lastSeen === undefined)) setLastSeen(newest);
  if (mode === 'follow' || lastSeen === newest) return 0;
  const from = keys.lastIndexOf(lastSeen ?? '') + 1;
  return keys.slice(from).filter((_, index) => {
    const message = read(from + index);
    return message !== undefined && getAuthorKind(message) !== 'self';
  }).length;
}
