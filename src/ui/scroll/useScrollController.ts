'use client';
import { useRef, type RefObject } from 'react';
import { useBeforePaint } from '../part/useBeforePaint.ts';
import { createScrollController, type FollowPolicy } from './createScrollController.ts';
import { useScrollHost } from './useScrollHost.ts';

export interface ScrollElements {
  readonly viewport: RefObject<HTMLElement | null>;
  readonly content: RefObject<HTMLElement | null>;
}

const nothing: HTMLCollection | readonly [] = [];

/** Gives the scroll position of a viewport to a controller, before the first paint (EXPERIENCE R8). */
export function useScrollController(
  { viewport, content }: ScrollElements,
  onNearStart: (() => void) | undefined,
  follow: FollowPolicy | undefined,
): void {
  const host = useScrollHost();
  const latest = useRef({ onNearStart, follow });
  useBeforePaint(() => {
    latest.current = { onNearStart, follow };
  });
  useBeforePaint(() => {
    const box = viewport.current!;
    const controller = createScrollController({
      viewport: box,
      content: content.current!,
      getRows: () => readRows(box),
      now: () => performance.now(),
      prefersReducedMotion: () =>
        window.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? true,
      getPolicy: () => latest.current.follow ?? 'end',
      onChange: host.tellChange,
      onScroll: host.tellScroll,
      onNearStart: () => latest.current.onNearStart?.(),
    });
    const detach = host.attach(controller);
    return () => {
      detach();
      controller.dispose();
    };
  }, [host, viewport, content]);
}

/** The children of the list; while it is not there yet, none. */
function readRows(viewport: HTMLElement): HTMLCollection {
  return (viewport.querySelector('[data-part="list"]')?.children ?? nothing) as HTMLCollection;
}
