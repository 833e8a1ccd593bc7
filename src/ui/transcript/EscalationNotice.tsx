'use client';
import { forwardRef } from 'react';
import type { ConversationStatus } from '../../react/index.ts';
import { Icon } from '../icons/Icon.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { describeEscalation, getEscalation, type Escalation } from './escalation.ts';

export type EscalationNoticeState = { readonly status: Escalation | undefined };

export interface EscalationNoticeProps extends PartProps<'div', EscalationNoticeState> {
  /** What the backend says about the conversation: `conversationStatus` of the hooks. */
  readonly status: ConversationStatus | undefined;
}

/** Where the conversation is on its way from the assistant to a person and back. Nothing is there otherwise. */
export const EscalationNotice: PartComponent<EscalationNoticeProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  EscalationNoticeProps
>(function EscalationNotice({ status, ...props }, ref) {
  const labels = useLabels();
  const escalation = getEscalation(status);
  const notice = usePart(
    'div',
    {
      name: 'escalation-notice',
      className: 'cs-escalation',
      ref,
      state: { status: escalation },
      children: escalation && (
        <>
          <Icon name="person" />
          <span>{describeEscalation(escalation, status?.detail, labels)}</span>
        </>
      ),
    },
    props,
  );
  return escalation === undefined ? null : notice;
});
