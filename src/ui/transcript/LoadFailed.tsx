'use client';
import { forwardRef } from 'react';
import { KitButton } from '../part/KitButton.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';

export interface LoadFailedProps extends PartProps<'div'> {
  readonly onRetry: () => void;
}

/** Says that the first page could not be read, and offers to try again. */
export const LoadFailed: PartComponent<LoadFailedProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  LoadFailedProps
>(function LoadFailed({ onRetry, ...props }, ref) {
  const { loadFailed, loadAgain } = useLabels();
  const own = {
    name: 'load-failed',
    className: 'cs-empty',
    ref,
    children: (
      <>
        <p>{loadFailed}</p>
        <KitButton className="cs-button" onClick={onRetry}>
          {loadAgain}
        </KitButton>
      </>
    ),
  };
  return usePart('div', own, props);
});
