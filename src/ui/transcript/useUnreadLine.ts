'use client';
import { useEffect, useState } from 'react';
import { useBeforePaint } from '../part/useBeforePaint.ts';
import { useScrollHost } from '../scroll/useScrollHost.ts';
import { useSentKey } from './useSentKey.ts';

/**
 * The row above which the unread line stands: frozen when the transcript opens, which it does there
 * (EXPERIENCE R8, R12). It goes when the reader sends something, or comes back to the page.
 */
export function useUnreadLine(wanted: string | undefined): string | undefined {
  const [line, setLine] = useState(wanted);
  const [isGone, setIsGone] = useState(false);
  const sentKey = useSentKey();
  const host = useScrollHost();
  if (line === undefined && wanted !== undefined) setLine(wanted);
  if (sentKey !== undefined && !isGone) setIsGone(true);
  useBeforePaint(() => {
    if (line !== undefined) host.openAt(line);
  }, [host, line]);
  useEffect(() => {
    const handleReturn = (): void => {
      if (document.visibilityState === 'visible') setIsGone(true);
    };
    document.addEventListener('visibilitychange', handleReturn);
    return () => document.removeEventListener('visibilitychange', handleReturn);
  }, []);
  return isGone ? undefined : line;
}
