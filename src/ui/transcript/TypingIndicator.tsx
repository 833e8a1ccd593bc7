'use client';
import { forwardRef } from 'react';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';

export interface TypingIndicatorProps extends PartProps<'div'> {
  /** Who answers. Default: the assistant. */
  readonly author?: string | undefined;
}

/** Says that an answer is being made, of which nothing is here yet. Show it on evidence only. */
export const TypingIndicator: PartComponent<TypingIndicatorProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  TypingIndicatorProps
>(function TypingIndicator({ author, ...props }, ref) {
  const { answering, assistant } = useLabels();
  return usePart(
    'div',
    {
      name: 'typing-indicator',
      className: 'cs-typing',
      ref,
      children: (
        <>
          <span className="cs-dots" aria-hidden="true">
            <span />
            <span />
            <span />
          </span>
          {answering(author ?? assistant)}
        </>
      ),
    },
    props,
  );
});
