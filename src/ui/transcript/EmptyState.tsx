'use client';
import type { ReactElement } from 'react';
import { useLabels } from '../settings/useLabels.ts';

/** Stands where the messages will be. */
export function EmptyState(): ReactElement {
  const { emptyTitle, emptyText } = useLabels();
  return (
    <div data-part="empty-state" className="cs-empty">
      <p className="cs-empty-title">{emptyTitle}</p>
      <p>{emptyText}</p>
    </div>
  );
}
