'use client';
import { forwardRef } from 'react';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';

export interface EmptyStateProps extends PartProps<'div'> {}

/** Stands where the messages will be. */
export const EmptyState: PartComponent<EmptyStateProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  EmptyStateProps
>(function EmptyState(props, ref) {
  const { emptyTitle, emptyText } = useLabels();
  return usePart(
    'div',
    {
      name: 'empty-state',
      className: 'cs-empty',
      ref,
      children: (
        <>
          <p className="cs-empty-title">{emptyTitle}</p>
          <p>{emptyText}</p>
        </>
      ),
    },
    props,
  );
});
