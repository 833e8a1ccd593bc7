'use client';
import { useBrowserValue } from '../part/useBrowserValue.ts';

/** A touch keyboard is all there is: it has no Shift+Enter. */
export function isTouchOnly(): boolean {
  if (typeof matchMedia !== 'function') return false;
  return matchMedia('(pointer: coarse)').matches && !matchMedia('(any-pointer: fine)').matches;
}

/** The same while rendering; false on a server. */
export function useIsTouchOnly(): boolean {
  return useBrowserValue(isTouchOnly, false);
}
