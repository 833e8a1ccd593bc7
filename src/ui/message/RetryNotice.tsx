'use client';
import { forwardRef } from 'react';
import type { MessageStatus } from '../../react/index.ts';
import { LinkButton } from '../part/LinkButton.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { hasWaited } from './hasWaited.ts';
import { useMessageContext } from './MessageContext.ts';

export type RetryNoticeState = {
  readonly status: MessageStatus;
  /** It waited for over an hour: whoever wrote it is asked before it is sent. */
  readonly waited: boolean;
};

export interface RetryNoticeProps extends PartProps<'div', RetryNoticeState> {}

/** Says that, and why, the message it is in was not sent, and offers to send it or to give it up. */
export const RetryNotice: PartComponent<RetryNoticeProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  RetryNoticeProps
>(function RetryNotice(props, ref) {
  const { message, actions } = useMessageContext('Transcript.RetryNotice');
  const { key, status, error } = message;
  const labels = useLabels();
  const waited = hasWaited(message);
  const own = {
    name: 'retry-notice',
    className: 'cs-notice cs-retry-notice',
    ref,
    state: { status, waited },
    children: (
      <>
        <span title={error?.message}>{waited ? labels.waited : labels.failed}</span>{' '}
        {actions.onRetry && (
          <LinkButton onClick={() => actions.onRetry?.(key)}>
            {waited ? labels.sendNow : labels.retry}
          </LinkButton>
        )}
        {actions.onDiscard && (
          <LinkButton onClick={() => actions.onDiscard?.(key)}>{labels.discard}</LinkButton>
        )}
      </>
    ),
  };
  const notice = usePart('div', own, props);
  return status === 'failed' ? notice : null;
});
