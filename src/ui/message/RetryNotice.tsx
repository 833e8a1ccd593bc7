'use client';
import { forwardRef } from 'react';
import type { MessageStatus } from '../../react/index.ts';
import { KitButton } from '../part/KitButton.tsx';
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

/* No connection is told above, and by the notice itself what waited: another sentence would tell nobody more. */
const speaksForItself = /network|aborted|waited/;

/** Says that, and why, the message it is in was not sent, and offers to send it or to give it up. */
export const RetryNotice: PartComponent<RetryNoticeProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  RetryNoticeProps
>(function RetryNotice(props, ref) {
  const { message, actions } = useMessageContext('Transcript.RetryNotice');
  const { key, status, error } = message;
  const labels = useLabels();
  const waited = hasWaited(message);
  const notice = usePart(
    'div',
    {
      name: 'retry-notice',
      className: 'cs-notice cs-retry-notice',
      ref,
      state: { status, waited },
      children: (
        <>
          <span>{waited ? labels.waited : labels.failed}</span>{' '}
          {error && !speaksForItself.test(error.code) && (
            <span className="cs-reason">
              <bdi>{error.message}</bdi>{' '}
            </span>
          )}
          {actions.onRetry && (
            <KitButton onClick={() => actions.onRetry?.(key)}>
              {waited ? labels.sendNow : labels.retry}
            </KitButton>
          )}
          {actions.onDiscard && (
            <KitButton onClick={() => actions.onDiscard?.(key)}>{labels.discard}</KitButton>
          )}
        </>
      ),
    },
    props,
  );
  return status === 'failed' ? notice : null;
});
