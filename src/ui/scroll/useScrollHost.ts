'use client';
import { useContext, useState } from 'react';
import { createScrollHost, type ScrollHost } from './createScrollHost.ts';
import { ScrollContext } from './ScrollContext.ts';

/** The scroll host of the transcript around. */
export function useScrollHost(): ScrollHost {
  return useContext(ScrollContext);
}

/** A host for a transcript of one's own. */
export function useOwnScrollHost(): ScrollHost {
  const [host] = useState(createScrollHost);
  return host;
}
