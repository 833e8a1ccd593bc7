'use client';
import { useContext } from 'react';
import { AnnouncerContext } from './AnnouncerContext.ts';
import type { Announcer } from './createAnnouncer.ts';

/** Says something to people who use a screen reader, e.g. that a text was copied. Stable; silent without an announcer around. */
export function useAnnounce(): Announcer['announce'] {
  return useContext(AnnouncerContext) ?? sayNothing;
}

function sayNothing(): void {}
