'use client';
import type { ReactElement } from 'react';
import { useLabels } from '../settings/useLabels.ts';

/** Outlines of messages while the first page is on its way; shown after a moment only, so that nothing flashes. */
export function Skeleton(): ReactElement {
  const { loading } = useLabels();
  return (
    <div data-part="skeleton" className="cs-skeleton">
      <span className="cs-visually-hidden">{loading}</span>
      <span aria-hidden="true" className="cs-bone" data-size="long" />
      <span aria-hidden="true" className="cs-bone" data-size="medium" />
      <span aria-hidden="true" className="cs-bone" data-size="own" />
      <span aria-hidden="true" className="cs-bone" data-size="long" />
      <span aria-hidden="true" className="cs-bone" data-size="short" />
    </div>
  );
}
