'use client';
import { useRef, type RefObject } from 'react';
import { isTouchOnly } from '../composer/isTouchOnly.ts';
import { findNear } from '../keyboard/findNear.ts';
import { useBeforePaint } from './useBeforePaint.ts';

/**
 * For a control that may go with what it did. Going with the focus it hands that on, or the page would have it: to
 * its message, else to the composer, else to the viewport.
 */
export function useKeptFocus(): RefObject<HTMLButtonElement | null> {
  const ref = useRef<HTMLButtonElement>(null);
  useBeforePaint(() => {
    const control = ref.current!;
    return () => {
      if (control.matches(':focus')) handOn(control);
    };
  }, []);
  return ref;
}

function handOn(control: Element): void {
  const places = [
    control.closest('article'),
    // A touch keyboard opens for those only who touch the box.
    isTouchOnly() ? null : findNear(control, '[data-part="composer"] textarea:enabled'),
    findNear(control, '[data-part="viewport"]'),
  ] as (HTMLElement | null)[];
  // Once all that goes is gone: its message may go, too.
  queueMicrotask(() => places.find((place) => place?.isConnected)?.focus({ preventScroll: true }));
}
