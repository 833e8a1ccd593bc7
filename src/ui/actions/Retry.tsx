'use client';
import { forwardRef } from 'react';
import { useMessageContext } from '../message/MessageContext.ts';
import type { PartComponent } from '../part/partProps.ts';
import { useLabels } from '../settings/useLabels.ts';
import { ActionButton, type ActionProps } from './ActionButton.tsx';

/** Sends a failed message again. Nothing is there unless it failed. */
export const Retry: PartComponent<ActionProps, HTMLButtonElement> = forwardRef<
  HTMLButtonElement,
  ActionProps
>(function Retry(props, ref) {
  const { message, actions } = useMessageContext('Actions.Retry');
  const { retry } = useLabels();
  const { onRetry } = actions;
  if (!onRetry || message.status !== 'failed') return null;
  return (
    <ActionButton
      {...props}
      part="retry"
      icon="retry"
      label={retry}
      onAction={() => onRetry(message.key)}
      ref={ref}
    />
  );
});
