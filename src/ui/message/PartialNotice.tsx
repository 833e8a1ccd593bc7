'use client';
import type { ReactElement } from 'react';
import type { MessageStatus } from '../../react/index.ts';
import { useLabels } from '../settings/useLabels.ts';

/** Says that, and why, an answer ended early. Its text is kept above. */
export function PartialNotice({ status }: { readonly status: MessageStatus }): ReactElement | null {
  const { stopped, interrupted, answerFailed } = useLabels();
  const text = { stopped, interrupted, error: answerFailed }[status as string];
  if (text === undefined) return null;
  return (
    <p data-part="partial-notice" className="cs-notice">
      {text}
    </p>
  );
}
