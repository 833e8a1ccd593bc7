'use client';
import { forwardRef } from 'react';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { formatIso, formatRelativeDay } from '../settings/formatDate.ts';
import { useDates } from '../settings/useDates.ts';
import { useLabels } from '../settings/useLabels.ts';

export interface DaySeparatorProps extends PartProps<'div'> {
  /** Epoch ms of any moment of that day. */
  readonly time: number;
}

/** The day its rows are from, between two hairlines. */
export const DaySeparator: PartComponent<DaySeparatorProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  DaySeparatorProps
>(function DaySeparator({ time, ...props }, ref) {
  const text = formatRelativeDay(time, useDates(), useLabels());
  return usePart(
    'div',
    {
      name: 'day-separator',
      className: 'cs-day',
      ref,
      children: <time dateTime={formatIso(time)?.slice(0, 10)}>{text}</time>,
    },
    props,
  );
});
