'use client';
import { forwardRef, useContext } from 'react';
import { IsLastContext } from '../message/MessageActions.ts';
import { useMessageContext } from '../message/MessageContext.ts';
import type { PartComponent } from '../part/partProps.ts';
import { useLabels } from '../settings/useLabels.ts';
import { ActionButton, type ActionProps } from './ActionButton.tsx';

/** Asks for another answer. Nothing is there unless the message is the newest, an answer, and the backend can. */
export const Regenerate: PartComponent<ActionProps, HTMLButtonElement> = forwardRef<
  HTMLButtonElement,
  ActionProps
>(function Regenerate(props, ref) {
  const { message, actions } = useMessageContext('Actions.Regenerate');
  const { regenerate } = useLabels();
  const isLast = useContext(IsLastContext);
  const { onRegenerate } = actions;
  if (!onRegenerate || !isLast || message.role !== 'assistant') return null;
  return (
    <ActionButton
      {...props}
      part="regenerate"
      icon="retry"
      label={regenerate}
      onAction={() => onRegenerate(message)}
      ref={ref}
    />
  );
});
