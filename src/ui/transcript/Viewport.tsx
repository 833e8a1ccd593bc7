'use client';
import {
  forwardRef,
  useImperativeHandle,
  useRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import { joinClassNames } from '../joinClassNames.ts';
import type { FollowPolicy } from '../scroll/createScrollController.ts';
import { useScrollController } from '../scroll/useScrollController.ts';
import { useLabels } from '../settings/useLabels.ts';

export interface ViewportProps extends ComponentPropsWithoutRef<'section'> {
  /** Called while scrolling within 1.5 viewports of the oldest row (EXPERIENCE R9). */
  readonly onNearStart?: (() => void) | undefined;
  /** What it follows by itself. Default `end`. */
  readonly follow?: FollowPolicy | undefined;
}

/**
 * What scrolls. Laid out from its end by the stylesheet (`column-reverse`), so that it opens at the newest row
 * even before its controller runs; works laid out the other way, too. Focusable: the arrow keys scroll it.
 */
export const Viewport: ForwardRefExoticComponent<ViewportProps & RefAttributes<HTMLElement>> =
  forwardRef<HTMLElement, ViewportProps>(function Viewport(
    { onNearStart, follow, className, children, ...props },
    ref,
  ) {
    const labels = useLabels();
    const viewport = useRef<HTMLElement>(null);
    const content = useRef<HTMLDivElement>(null);
    useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => viewport.current);
    useScrollController({ viewport, content }, onNearStart, follow);
    return (
      <section
        ref={viewport}
        data-part="viewport"
        aria-label={labels.transcript}
        // A scroller without focusable content cannot be reached by keyboard otherwise.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className={joinClassNames('cs-viewport', className)}
        {...props}
      >
        <div ref={content} className="cs-content">
          {children}
        </div>
      </section>
    );
  });
