'use client';
import {
  forwardRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import { joinClassNames } from '../joinClassNames.ts';
import { formatIso, formatTime } from '../settings/formatDate.ts';
import { useDates } from '../settings/useDates.ts';

export interface TimestampProps extends Omit<
  ComponentPropsWithoutRef<'time'>,
  'children' | 'dateTime'
> {
  /** Epoch ms. */
  readonly time: number;
}

/** Hours and minutes, with the full time for machines. */
export const Timestamp: ForwardRefExoticComponent<TimestampProps & RefAttributes<HTMLTimeElement>> =
  forwardRef<HTMLTimeElement, TimestampProps>(function Timestamp(
    { time, className, ...props },
    ref,
  ) {
    const dates = useDates();
    return (
      <time
        ref={ref}
        data-part="timestamp"
        className={joinClassNames('cs-timestamp', className)}
        dateTime={formatIso(time)}
        {...props}
      >
        {formatTime(time, dates)}
      </time>
    );
  });
