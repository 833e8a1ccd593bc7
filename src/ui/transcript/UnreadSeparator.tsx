'use client';
import { forwardRef } from 'react';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';

export interface UnreadSeparatorProps extends PartProps<'div'> {}

/** The line before the first message the reader has not seen. */
export const UnreadSeparator: PartComponent<UnreadSeparatorProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  UnreadSeparatorProps
>(function UnreadSeparator(props, ref) {
  const { unread } = useLabels();
  return usePart(
    'div',
    {
      name: 'unread-separator',
      className: 'cs-unread',
      ref,
      children: <span>{unread}</span>,
    },
    props,
  );
});
