'use client';
import { useEffect } from 'react';
import { useScrollHost } from '../scroll/useScrollHost.ts';
import { useSentKey } from './useSentKey.ts';

/** Whoever sends something wants to see it, and what comes of it (EXPERIENCE R4). */
export function FollowOwnSends(): null {
  const sentKey = useSentKey();
  const host = useScrollHost();
  useEffect(() => {
    if (sentKey === undefined) return;
    // Not in the effect: where not all rows are mounted, this one is rendered at once.
    queueMicrotask(() => {
      if (!host.controller?.findRow(sentKey)) host.reveal?.(sentKey);
      const row = host.controller?.findRow(sentKey);
      if (row) host.controller!.showSent(row);
    });
  }, [sentKey, host]);
  return null;
}
