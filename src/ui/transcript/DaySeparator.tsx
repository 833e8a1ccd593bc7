'use client';
import type { ReactElement } from 'react';
import { formatIso, formatRelativeDay } from '../settings/formatDate.ts';
import { useDates } from '../settings/useDates.ts';
import { useLabels } from '../settings/useLabels.ts';

/** The day its rows are from, between two hairlines. */
export function DaySeparator({ time }: { readonly time: number }): ReactElement {
  const text = formatRelativeDay(time, useDates(), useLabels());
  return (
    <div data-part="day-separator" className="cs-day">
      <time dateTime={formatIso(time)?.slice(0, 10)}>{text}</time>
    </div>
  );
}
