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
  const polite = useRef<HTMLDivElement>(null);
  const assertive = useRef<HTMLDivElement>(null);
  const [{ announce, dispose }] = useState((): Announcer =>
    createAnnouncer({
      clock: pageClock,
      write(text, isAssertive) {
        const region = (isAssertive ? assertive : polite).current;
        region?.replaceChildren(...(text === '' ? [] : [text]));
      },
    }),
  );
  useEffect(() => {
    for (const region of [polite.current!, assertive.current!]) hide(region);
    return dispose;
  }, [dispose]);
  return (
    <AnnouncerContext.Provider value={announce}>
      {children}
      <div ref={polite} data-part="announcer" aria-live="polite" aria-atomic="true" />
      <div ref={assertive} data-part="announcer" aria-live="assertive" aria-atomic="true" />
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
  style.whiteSpace = 'nowrap';
}
