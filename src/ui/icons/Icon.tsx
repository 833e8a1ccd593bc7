'use client';
import type { ReactElement } from 'react';

const paths = {
  send: 'M10 16V4M5 9l5-5 5 5',
  down: 'M10 4v12M5 11l5 5 5-5',
  stop: 'M6 6h8v8H6z',
  attachment: 'M13 7l-5 5a2 2 0 0 0 3 3l5-6a3 3 0 0 0-5-5l-6 6a5 5 0 0 0 8 7l4-4',
  alert: 'M10 7v4M10 14v0M10 3l8 14H2z',
  check: 'M4 11l4 4 8-9',
  close: 'M5 5l10 10M15 5L5 15',
  chevron: 'M8 5l5 5-5 5',
  copy: 'M7 7V3h10v10h-4M3 7h10v10H3z',
  retry: 'M16 10a6 6 0 1 1-2-4M16 2v4h-4',
  edit: 'M3 17l1-4 9-9 3 3-9 9zM11 6l3 3',
  tool: 'M3 6l4 4-4 4M10 15h7',
  person: 'M10 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6M4 16c0-3 3-5 6-5s6 2 6 5',
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
