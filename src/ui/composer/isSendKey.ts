import type { KeyboardEvent } from 'react';
import { isTouchOnly } from './isTouchOnly.ts';

/**
 * Does this key press send? Enter without Shift, but not the Enter that accepts an input method's word
 * (Safari ends the composition first and tells by key code 229), and not on touch keyboards, which have no
 * Shift+Enter (EXPERIENCE §3).
 */
export function isSendKey({ key, shiftKey, keyCode, nativeEvent }: KeyboardEvent): boolean {
  if (key !== 'Enter' || shiftKey) return false;
  return !nativeEvent.isComposing && keyCode !== 229 && !isTouchOnly();
}
