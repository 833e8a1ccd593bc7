'use client';
import { useEffect, type RefObject } from 'react';

/** Makes a text box as high as its text where the browser does not by itself (`field-sizing`). */
export function useAutosize(ref: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useEffect(() => {
    const box = ref.current;
    if (!box || Reflect.has(box.style, 'fieldSizing')) return;
    // Through CSSOM: a strict CSP forbids style attributes only.
    box.style.blockSize = 'auto';
    if (text !== '') box.style.blockSize = `${box.scrollHeight}px`;
  }, [ref, text]);
}
