'use client';
import { forwardRef } from 'react';
import type { ConversationError } from '../../react/index.ts';
import { describeRefusal } from '../banner/describeRefusal.ts';
import { KitButton } from '../part/KitButton.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';

export interface LoadFailedProps extends PartProps<'div'> {
  readonly onRetry: () => void;
  /** What went wrong: refused access is named. */
  readonly error?: ConversationError | undefined;
}

/** Says that, and where access was refused why, the first page could not be read, and offers to try again. */
export const LoadFailed: PartComponent<LoadFailedProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  LoadFailedProps
>(function LoadFailed({ onRetry, error, ...props }, ref) {
  const labels = useLabels();
  return usePart(
    'div',
    {
      name: 'load-failed',
      className: 'cs-empty',
      ref,
      children: (
        <>
          <p>{describeRefusal(error, labels) ?? labels.loadFailed}</p>
          <KitButton className="cs-button" onClick={onRetry}>
            {labels.loadAgain}
          </KitButton>
        </>
      ),
    },
    props,
  );
});
