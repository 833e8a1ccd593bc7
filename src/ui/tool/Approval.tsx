'use client';
import { useContext, type MouseEvent, type ReactElement } from 'react';
import { messageContext } from '../message/MessageContext.ts';
import { KitButton } from '../part/KitButton.tsx';
import { useLabels } from '../settings/useLabels.ts';
import { getToolName, type AnyToolPart } from './toolStatus.ts';

/** The question whether a tool may run, with its two answers. Nothing is there where nobody could answer. */
export function Approval({ part }: { readonly part: AnyToolPart }): ReactElement | null {
  const labels = useLabels();
  const onRespond = useContext(messageContext.Context)?.actions.onRespond;
  const { approval } = part;
  if (!approval || !onRespond) return null;
  const respond = (isApproved: boolean) => (event: MouseEvent<HTMLElement>) => {
    // At once: a second press would answer twice.
    event.currentTarget.closest('article')?.focus({ preventScroll: true });
    onRespond({ approvalId: approval.id, isApproved });
  };
  return (
    <div
      data-part="approval"
      className="cs-approval"
      // A fieldset would bring a look of its own where there is no stylesheet.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="group"
      aria-label={`${labels.toolApproval}: ${getToolName(part)}`}
    >
      <KitButton data-part="approve" className="cs-button cs-button-strong" onClick={respond(true)}>
        {labels.approve}
      </KitButton>
      <KitButton data-part="deny" className="cs-button" onClick={respond(false)}>
        {labels.deny}
      </KitButton>
    </div>
  );
}
