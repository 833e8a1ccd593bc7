'use client';
import { forwardRef } from 'react';
import { KitButton } from '../part/KitButton.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';

export type GapNoticeState = { readonly status: 'ready' | 'loading' };

export interface GapNoticeProps extends Omit<PartProps<'li', GapNoticeState>, 'onLoad'> {
  readonly isLoading: boolean;
  readonly onLoad: () => void;
}

/** A row that stands where messages may be missing. */
export const GapNotice: PartComponent<GapNoticeProps, HTMLLIElement> = forwardRef<
  HTMLLIElement,
  GapNoticeProps
>(function GapNotice({ isLoading, onLoad, ...props }, ref) {
  const labels = useLabels();
  return usePart(
    'li',
    {
      name: 'gap-notice',
      className: 'cs-gap',
      ref,
      state: { status: isLoading ? 'loading' : 'ready' } as const,
      children: (
        <>
          <span>{labels.gap}</span>
          <KitButton onClick={onLoad} aria-disabled={isLoading}>
            {isLoading ? labels.loading : labels.loadGap}
          </KitButton>
        </>
      ),
    },
    props,
  );
});
