'use client';
import { forwardRef, useContext, type ReactElement } from 'react';
import type { MessageStatus } from '../../react/index.ts';
import { KitButton } from '../part/KitButton.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { IsLastContext } from './MessageActions.ts';
import { messageContext, type MessageContextValue } from './MessageContext.ts';

export type PartialNoticeState = { readonly status: MessageStatus };

export interface PartialNoticeProps extends PartProps<'div', PartialNoticeState> {
  /** Default: that of the message it is in. */
  readonly status?: MessageStatus | undefined;
}

/** Says that, and why, an answer ended early, and offers to go on. Its text is kept above. */
export const PartialNotice: PartComponent<PartialNoticeProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  PartialNoticeProps
>(function PartialNotice({ status: given, ...props }, ref) {
  const { stopped, interrupted, answerFailed } = useLabels();
  const context = useContext(messageContext.Context);
  const status =
    given ?? messageContext.require(context, 'Transcript.PartialNotice').message.status;
  const text = { stopped, interrupted, error: answerFailed }[status as string];
  const notice = usePart(
    'div',
    {
      name: 'partial-notice',
      className: 'cs-notice',
      ref,
      state: { status },
      children: (
        <>
          <span>{text}</span> {context && status !== 'stopped' && <GoOn {...context} />}
        </>
      ),
    },
    props,
  );
  return text === undefined ? null : notice;
});

function GoOn({ message, actions }: MessageContextValue): ReactElement {
  const labels = useLabels();
  const isLast = useContext(IsLastContext);
  const { onContinue, onReload, onRegenerate } = actions;
  const goOn = onContinue ?? onReload;
  return (
    <>
      {goOn && message.status === 'interrupted' && (
        <KitButton onClick={() => goOn(message)}>
          {onContinue ? labels.continueAnswer : labels.loadRest}
        </KitButton>
      )}
      {onRegenerate && isLast && (
        <KitButton onClick={() => onRegenerate(message)}>{labels.retryAnswer}</KitButton>
      )}
    </>
  );
}
