'use client';
import { forwardRef } from 'react';
import { useIsLast, useMessageContext } from '../message/MessageContext.ts';
import { mergeProps } from '../part/mergeProps.ts';
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
  const isLast = useIsLast(message);
  const { onRegenerate } = actions;
  if (!onRegenerate || !isLast || message.role !== 'assistant') return null;
  const merged = mergeProps({ onClick: () => onRegenerate(message) }, { ...props });
  return <ActionButton part="regenerate" icon="retry" label={regenerate} {...merged} ref={ref} />;
});
