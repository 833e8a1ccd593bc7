'use client';
import { forwardRef } from 'react';
import { useMessageContext } from '../message/MessageContext.ts';
import type { PartComponent } from '../part/partProps.ts';
import { useLabels } from '../settings/useLabels.ts';
import { ActionButton, type ActionProps } from './ActionButton.tsx';

/** Takes a message of one's own up again, to change it and send it anew. */
export const Edit: PartComponent<ActionProps, HTMLButtonElement> = forwardRef<
  HTMLButtonElement,
  ActionProps
>(function Edit(props, ref) {
  const { message, actions } = useMessageContext('Actions.Edit');
  const { edit } = useLabels();
  const { onEdit } = actions;
  if (!onEdit || message.role !== 'user') return null;
  return (
    <ActionButton
      {...props}
      part="edit"
      icon="edit"
      label={edit}
      onAction={() => onEdit(message)}
      ref={ref}
    />
  );
});
