'use client';
import { forwardRef } from 'react';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';

export interface SkeletonProps extends PartProps<'div'> {}

const bones = ['long', 'medium', 'own', 'long', 'short'] as const;

/** Outlines of messages while the first page is on its way; shown after a moment only, so that nothing flashes. */
export const Skeleton: PartComponent<SkeletonProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  SkeletonProps
>(function Skeleton(props, ref) {
  const { loading } = useLabels();
  return usePart(
    'div',
    {
      name: 'skeleton',
      ref,
      children: (
        <>
          <span className="cs-visually-hidden">{loading}</span>
          {bones.map((size, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- they never change
            <span key={index} aria-hidden="true" className="cs-bone" data-size={size} />
          ))}
        </>
      ),
    },
    props,
  );
});
