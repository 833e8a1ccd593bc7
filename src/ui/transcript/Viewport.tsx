'use client';
import { forwardRef, useRef, type ReactNode } from 'react';
import { useFeedKeys } from '../keyboard/useFeedKeys.ts';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { useMergedRef } from '../part/useMergedRef.ts';
import { usePart } from '../part/usePart.ts';
import type { FollowPolicy } from '../scroll/createScrollController.ts';
import { useScrollController } from '../scroll/useScrollController.ts';
import { useLabels } from '../settings/useLabels.ts';

export interface ViewportProps extends PartProps<'section'> {
  /** Called while scrolling within 1.5 viewports of the oldest row (EXPERIENCE R9). */
  readonly onNearStart?: (() => void) | undefined;
  /** What it follows by itself. Default `end`. */
  readonly follow?: FollowPolicy | undefined;
  readonly children?: ReactNode;
}

/**
 * What scrolls. Laid out from its end by the stylesheet (`column-reverse`), so that it opens at the newest row
 * even before its controller runs; works laid out the other way, too. Focusable: the arrow keys scroll it.
 * `data-following` while it stays at the end, written by its controller: no render per scroll.
 */
export const Viewport: PartComponent<ViewportProps, HTMLElement> = forwardRef<
  HTMLElement,
  ViewportProps
>(function Viewport({ onNearStart, follow, children, ...props }, ref) {
  const { transcript } = useLabels();
  const viewport = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useScrollController({ viewport, content }, onNearStart, follow);
  useFeedKeys(viewport);
  return usePart(
    'section',
    {
      name: 'viewport',
      ref: useMergedRef(ref, viewport),
      'aria-label': transcript,
      // A scroller without focusable content cannot be reached by keyboard otherwise.
      tabIndex: 0,
      children: (
        <div ref={content} className="cs-content">
          {children}
        </div>
      ),
    },
    props,
  );
});
