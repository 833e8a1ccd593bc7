'use client';
import { useCallback, useEffect, useRef } from 'react';
import { useConversation } from '../../react/index.ts';

/**
 * While the reader is away from the end no row is evicted under their eyes (DESIGN §5.11). The result is
 * told whether they follow the end.
 */
export function useReadingHold(): (isFollowing: boolean) => void {
  // Joins nothing: whoever shows the rows has.
  const { holdMessages } = useConversation(undefined, { enabled: false });
  const release = useRef<(() => void) | undefined>(undefined);
  const hold = useCallback(
    (isFollowing: boolean) => {
      if (isFollowing === (release.current === undefined)) return;
      release.current?.();
      release.current = isFollowing ? undefined : holdMessages();
    },
    [holdMessages],
  );
  // Another conversation opens at its end.
  useEffect(() => () => hold(true), [hold]);
  return hold;
}
