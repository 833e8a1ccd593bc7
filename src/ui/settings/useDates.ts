'use client';
import { useContext } from 'react';
import { useBrowserValue } from '../part/useBrowserValue.ts';
import { SettingsContext } from './SettingsContext.ts';

export interface Dates {
  readonly locale: string | undefined;
  readonly timeZone: string | undefined;
  /** Epoch ms, or `undefined` while only a form that stays true may be shown (server, hydration). */
  readonly now: number | undefined;
}

/** How to write dates here. Server and first client render agree: English and UTC unless told otherwise. */
export function useDates(): Dates {
  const { locale, timeZone } = useContext(SettingsContext);
  const today = useBrowserValue(getStartOfMinute, undefined);
  if (today !== undefined) return { locale, timeZone, now: today };
  return { locale: locale ?? 'en', timeZone: timeZone ?? 'UTC', now: undefined };
}

/* Coarse, so that it is a stable snapshot. */
function getStartOfMinute(): number {
  return Math.floor(Date.now() / 60_000) * 60_000;
}
