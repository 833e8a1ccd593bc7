'use client';
import type { ReactElement } from 'react';

const paths = {
  send: 'M10 16V4.5M5 9.5l5-5 5 5',
  down: 'M10 4v11.500M5 10.500l5 5 5-5',
  stop: 'M6 6h8v8H6z',
  attachment:
    'M13.5 6.5 8 12a1.8 1.8 0 0 0 2.5 2.5L16 9a3.5 3.5 0 0 0-5-5l-5.5 5.500a5.2 5.2 0 0 0 7.4 7.400L17 12.8',
  alert: 'M10 6.500v4.200M10 13.600v.01M10 2.8 18 16.500H2z',
} as const;

/** A line icon, 20 px box, 1.5 px stroke, in the colour of the text. Decoration only. */
export function Icon({ name }: { readonly name: keyof typeof paths }): ReactElement {
  return (
    <svg className="cs-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
