'use client';
import { forwardRef } from 'react';
import type { MessageStatus } from '../../react/index.ts';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { useMessageContext } from './MessageContext.ts';
import { RetryNotice } from './RetryNotice.tsx';

export type SendNoticeState = { readonly status: MessageStatus };

export interface SendNoticeProps extends PartProps<'div', SendNoticeState> {}

/** Where a message of one's own is that the server has not confirmed: waiting, on its way, or failed with what to do. */
export const SendNotice: PartComponent<SendNoticeProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  SendNoticeProps
>(function SendNotice(props, ref) {
  const { status } = useMessageContext('Transcript.SendNotice').message;
  const labels = useLabels();
  const isUnderWay = status === 'queued' || status === 'sending';
  const notice = usePart(
    'div',
    {
      name: 'send-notice',
      className: 'cs-notice',
      ref,
      state: { status },
      children: isUnderWay ? labels[status] : undefined,
    },
    props,
  );
  if (status === 'failed') return <RetryNotice ref={ref} {...props} />;
  return isUnderWay ? notice : null;
});
