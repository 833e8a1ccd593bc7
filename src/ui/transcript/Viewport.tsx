'use client';
import {
  forwardRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
  type UIEvent,
} from 'react';
import { joinClassNames } from '../joinClassNames.ts';
import { useLabels } from '../settings/useLabels.ts';

export interface ViewportProps extends ComponentPropsWithoutRef<'section'> {
  /** Called while scrolling within 1.5 viewports of the oldest row (EXPERIENCE R9). */
  readonly onNearStart?: (() => void) | undefined;
  /** Called while scrolling: is the reader within 24 px of the newest row (EXPERIENCE R4)? */
  readonly onFollowing?: ((isFollowing: boolean) => void) | undefined;
}

const followDistance = 24;

/**
 * What scrolls. Laid out from its end (`column-reverse`): it opens at the newest row and stays there while
 * rows grow, without a script. Focusable, so that the arrow keys scroll it.
 */
export const Viewport: ForwardRefExoticComponent<ViewportProps & RefAttributes<HTMLElement>> =
  forwardRef(function Viewport(
    { onNearStart, onFollowing, onScroll, className, children, ...props },
    ref,
  ) {
    const labels = useLabels();
    const handleScroll = (event: UIEvent<HTMLElement>): void => {
      onScroll?.(event);
      onFollowing?.(event.currentTarget.scrollTop >= -followDistance);
      if (isNearStart(event.currentTarget)) onNearStart?.();
    };
    return (
      <section
        ref={ref}
        data-part="viewport"
        aria-label={labels.transcript}
        // A scroller without focusable content cannot be reached by keyboard otherwise.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={handleScroll}
        className={joinClassNames('cs-viewport', className)}
        {...props}
      >
        <div className="cs-content">{children}</div>
      </section>
    );
  });

/* In a `column-reverse` scroller scrollTop is 0 at the end and falls towards the start. */
function isNearStart({ scrollHeight, clientHeight, scrollTop }: HTMLElement): boolean {
  const distance = scrollHeight - clientHeight + scrollTop;
  return distance < clientHeight * 1.5;
}
