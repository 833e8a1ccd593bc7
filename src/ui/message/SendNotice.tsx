'use client';
import type { ReactElement } from 'react';
import type { Message } from '../../react/index.ts';
import { useLabels } from '../settings/useLabels.ts';

export interface SendNoticeProps {
  readonly message: Message;
  /** Without it there is no such button. */
  readonly onRetry?: ((key: string) => unknown) | undefined;
  readonly onDiscard?: ((key: string) => unknown) | undefined;
}

/** Where a message of one's own is that the server has not confirmed: waiting, on its way, or failed with what to do. */
export function SendNotice({ message, onRetry, onDiscard }: SendNoticeProps): ReactElement | null {
  const labels = useLabels();
  const { key, status, error } = message;
  if (status === 'queued' || status === 'sending') {
    return (
      <p data-part="notice" className="cs-notice">
        {labels[status]}
      </p>
    );
  }
  if (status !== 'failed') return null;
  return (
    <div data-part="retry-notice" className="cs-notice cs-retry-notice">
      <span title={error?.message}>{labels.failed}</span>
      {onRetry && (
        <button type="button" className="cs-link" onClick={() => onRetry(key)}>
          {labels.retry}
        </button>
      )}
      {onDiscard && (
        <button type="button" className="cs-link" onClick={() => onDiscard(key)}>
          {labels.discard}
        </button>
      )}
    </div>
  );
}
