'use client';
import type { ReactElement } from 'react';
import { useLabels } from '../settings/useLabels.ts';

export interface GapNoticeProps {
  readonly isLoading: boolean;
  readonly onLoad: () => void;
}

/** A row that stands where messages may be missing. */
export function GapNotice({ isLoading, onLoad }: GapNoticeProps): ReactElement {
  const labels = useLabels();
  return (
    <li data-part="gap-notice" className="cs-gap">
      <span>{labels.gap}</span>
      <button type="button" className="cs-link" onClick={onLoad} aria-disabled={isLoading}>
        {isLoading ? labels.loading : labels.loadGap}
      </button>
    </li>
  );
}
