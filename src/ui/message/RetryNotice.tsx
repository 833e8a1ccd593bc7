'use client';
import { forwardRef } from 'react';
import type { MessageStatus } from '../../react/index.ts';
import { LinkButton } from '../part/LinkButton.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { useMessageContext } from './MessageContext.ts';

export type RetryNoticeState = { readonly status: MessageStatus };

export interface RetryNoticeProps extends PartProps<'div', RetryNoticeState> {}

/** Says that the message it is in was not sent, and offers to try again or to give it up. */
export const RetryNotice: PartComponent<RetryNoticeProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  RetryNoticeProps
>(function RetryNotice(props, ref) {
  const { message, actions } = useMessageContext('Transcript.RetryNotice');
  const { key, status, error } = message;
  const labels = useLabels();
  const own = {
    name: 'retry-notice',
    className: 'cs-notice cs-retry-notice',
    ref,
    state: { status },
    children: (
      <>
        <span title={error?.message}>{labels.failed}</span>{' '}
        {actions.onRetry && (
          <LinkButton onClick={() => actions.onRetry?.(key)}>{labels.retry}</LinkButton>
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
