'use client';
import { forwardRef } from 'react';
import { KitButton } from '../part/KitButton.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';

export type LoadOlderState = { readonly status: 'ready' | 'loading' | 'failed' };

export interface LoadOlderProps extends Omit<PartProps<'div', LoadOlderState>, 'onLoad'> {
  readonly status: 'ready' | 'loading' | 'failed';
  readonly onLoad: () => void;
}

/** The button before the oldest row; scrolling near it does the same. */
export const LoadOlder: PartComponent<LoadOlderProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  LoadOlderProps
>(function LoadOlder({ status, onLoad, ...props }, ref) {
  const labels = useLabels();
  const isLoading = status === 'loading';
  return usePart(
    'div',
    {
      name: 'load-older',
      ref,
      state: { status },
      children: (
        <>
          {status === 'failed' && <p className="cs-notice">{labels.loadOlderFailed}</p>}
          {/* Stays enabled while loading, or focus would be lost; a second press asks for nothing. */}
          <KitButton className="cs-button" onClick={onLoad} aria-disabled={isLoading}>
            {isLoading ? labels.loadingOlder : labels.loadOlder}
          </KitButton>
        </>
      ),
    },
    props,
  );
});
