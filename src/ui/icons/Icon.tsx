'use client';
import type { ReactElement } from 'react';

const paths = {
  send: 'M10 16V4.5M5 9.5l5-5 5 5',
  down: 'M10 4v11.500M5 10.500l5 5 5-5',
  stop: 'M6 6h8v8H6z',
  attachment:
    'M13.5 6.5 8 12a1.8 1.8 0 0 0 2.5 2.5L16 9a3.5 3.5 0 0 0-5-5l-5.5 5.500a5.2 5.2 0 0 0 7.4 7.400L17 12.8',
  alert: 'M10 6.500v4.200M10 13.600v.01M10 2.8 18 16.500H2z',
  check: 'M4 10.500l4 4 8-9',
  close: 'M5 5l10 10M15 5 5 15',
  chevron: 'M7.500 5l5 5-5 5',
  copy: 'M7 7V3.500h9.500V13H13M3.500 7H13v9.500H3.500z',
  retry: 'M16 10a6 6 0 1 1-2-4.500M16 2.500V6h-3.500',
  edit: 'M3.500 16.500l.7-3.200L13.500 4l2.500 2.500-9.300 9.300zM11.500 6 14 8.500',
  tool: 'M3 5.500l4.500 4.500L3 14.500M10 15h7',
  person: 'M10 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6M4 16.500c.5-3.300 3-5 6-5s5.500 1.700 6 5',
} as const;

export type IconName = keyof typeof paths;

/** A line icon, 20 px box, 1.5 px stroke, in the colour of the text. Decoration only. */
export function Icon({ name }: { readonly name: IconName }): ReactElement {
  return (
    <svg
      className={`cs-icon cs-icon-${name}`}
      viewBox="0 0 20 20"
      aria-hidden="true"
      focusable="false"
    >
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
