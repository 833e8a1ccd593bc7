'use client';
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { AnnouncerContext } from './AnnouncerContext.ts';
import { createAnnouncer, type Announcer } from './createAnnouncer.ts';
import { pageClock } from './pageClock.ts';

export interface LiveRegionsProps {
  readonly children?: ReactNode;
}

/**
 * An announcer for everything below, with its two live regions. They are there, and empty, before anything is
 * said: screen readers watch only regions they know.
 */
export function LiveRegions({ children }: LiveRegionsProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const [{ announce, dispose }] = useState((): Announcer =>
    createAnnouncer({
      clock: pageClock,
      write(text, isAssertive) {
        const region = box.current?.children[isAssertive ? 1 : 0];
        // A node of its own: the same words again are news, too.
        region?.replaceChildren(...(text === '' ? [] : [text]));
      },
    }),
  );
  useEffect(() => {
    hide(box.current!);
    return dispose;
  }, [dispose]);
  return (
    <AnnouncerContext.Provider value={announce}>
      {children}
      <div ref={box} data-part="announcer" className="cs-visually-hidden">
        <div aria-live="polite" aria-atomic="true" />
        <div aria-live="assertive" aria-atomic="true" />
      </div>
    </AnnouncerContext.Provider>
  );
}

/* Also where nobody imports the stylesheet. Past React: a strict CSP allows no style attribute in server output. */
function hide({ style }: HTMLElement): void {
  style.position = 'absolute';
  style.inlineSize = '1px';
  style.blockSize = '1px';
  style.overflow = 'hidden';
  style.clipPath = 'inset(50%)';
}
