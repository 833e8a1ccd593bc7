'use client';
import { forwardRef, useContext } from 'react';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { formatIso, formatTime } from '../settings/formatDate.ts';
import { useDates } from '../settings/useDates.ts';
import { messageContext } from './MessageContext.ts';

export interface TimestampProps extends Omit<PartProps<'time'>, 'children' | 'dateTime'> {
  /** Epoch ms. Default: that of the message it is in. */
  readonly time?: number | undefined;
}

/** Hours and minutes, with the full time for machines. */
export const Timestamp: PartComponent<TimestampProps, HTMLTimeElement> = forwardRef<
  HTMLTimeElement,
  TimestampProps
>(function Timestamp({ time: given, ...props }, ref) {
  const dates = useDates();
  const time = useTime(given);
  return usePart(
    'time',
    {
      name: 'timestamp',
      ref,
      dateTime: formatIso(time),
      children: formatTime(time, dates),
    },
    props,
  );
});

function useTime(given: number | undefined): number {
  const context = useContext(messageContext.Context);
  return given ?? messageContext.require(context, 'Transcript.Timestamp').message.createdAt;
}
