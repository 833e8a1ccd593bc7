'use client';
import { useEffect, type RefObject } from 'react';
import { watchFeedKeys } from './watchFeedKeys.ts';

/** Gives a viewport the keys of a feed; see `watchFeedKeys`. */
export function useFeedKeys(viewport: RefObject<HTMLElement | null>): void {
  useEffect(() => watchFeedKeys(viewport.current!), [viewport]);
}
