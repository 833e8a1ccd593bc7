'use client';
import type { ReactElement } from 'react';
import { useLabels } from '../settings/useLabels.ts';

export interface LoadOlderProps {
  readonly status: 'ready' | 'loading' | 'failed';
  readonly onLoad: () => void;
}

/** The button before the oldest row; scrolling near it does the same. */
export function LoadOlder({ status, onLoad }: LoadOlderProps): ReactElement {
  const labels = useLabels();
  return (
    <div data-part="load-older" data-status={status} className="cs-load-older">
      {status === 'failed' && <p className="cs-notice">{labels.loadOlderFailed}</p>}
      {/* Stays enabled while loading, or focus would be lost; a second press asks for nothing. */}
      <button
        type="button"
        className="cs-button"
        onClick={onLoad}
        aria-disabled={status === 'loading'}
      >
        {status === 'loading' ? labels.loadingOlder : labels.loadOlder}
      </button>
    </div>
  );
}
