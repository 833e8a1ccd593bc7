'use client';
import type { ReactElement } from 'react';
import { useLabels } from '../settings/useLabels.ts';

export interface LoadFailedProps {
  readonly onRetry: () => void;
}

/** Says that the first page could not be read, and offers to try again. */
export function LoadFailed({ onRetry }: LoadFailedProps): ReactElement {
  const { loadFailed, loadAgain } = useLabels();
  return (
    <div data-part="load-failed" className="cs-empty">
      <p>{loadFailed}</p>
      <button type="button" className="cs-button" onClick={onRetry}>
        {loadAgain}
      </button>
    </div>
  );
}
