'use client';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
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
  const [{ announce, dispose, setBox }] = useState(createRegions);
  useEffect(() => dispose, [dispose]);
  return (
    <AnnouncerContext.Provider value={announce}>
      {children}
      <div ref={setBox} data-part="announcer" className="cs-visually-hidden">
        <div aria-live="polite" aria-atomic="true" />
        <div aria-live="assertive" aria-atomic="true" />
      </div>
    </AnnouncerContext.Provider>
  );
}

interface Regions extends Announcer {
  readonly setBox: (box: HTMLElement | null) => void;
}

function createRegions(): Regions {
  let regions: HTMLCollection | undefined;
  const announcer = createAnnouncer({
    clock: pageClock,
    // A node of its own: the same words again are news, too.
    write: (text, isAssertive) =>
      regions?.[isAssertive ? 1 : 0]?.replaceChildren(...(text === '' ? [] : [text])),
  });
  return {
    ...announcer,
    setBox(box) {
      regions = box?.children;
      if (box) hide(box);
    },
  };
}

/* Also where nobody imports the stylesheet. Past React: a strict CSP allows no style attribute in server output. */
function hide({ style }: HTMLElement): void {
  style.cssText = 'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)';
}
