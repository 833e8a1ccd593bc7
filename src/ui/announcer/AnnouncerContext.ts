'use client';
import { createContext, type Context } from 'react';
import type { Announcer } from './createAnnouncer.ts';

/** The announcer around; `null` where there is none. */
export const AnnouncerContext: Context<Announcer['announce'] | null> = createContext<
  Announcer['announce'] | null
>(null);
