'use client';
import { useRef, type ReactElement } from 'react';
import { useBeforePaint } from '../part/useBeforePaint.ts';

/** Room of rows that are not mounted. Sized through CSSOM: a strict policy forbids style attributes. */
export function Spacer({ size }: { readonly size: number }): ReactElement {
  const ref = useRef<HTMLLIElement>(null);
  useBeforePaint(() => {
    ref.current!.style.blockSize = `${size}px`;
  }, [size]);
  return <li ref={ref} role="presentation" data-part="spacer" className="cs-spacer" />;
}
