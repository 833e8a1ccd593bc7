'use client';
import { forwardRef } from 'react';
import { getMessageText, type Message, type MessageStatus } from '../../react/index.ts';
import { useMessageContext } from '../message/MessageContext.ts';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { Copy } from './Copy.tsx';
import { Edit } from './Edit.tsx';
import { Regenerate } from './Regenerate.tsx';

export type ActionsState = { readonly status: MessageStatus };

export interface ActionsProps extends PartProps<'div', ActionsState> {}

/** The buttons of the message it is in: copy, another answer, edit. Nothing is there while it is on its way. */
export const Actions: PartComponent<ActionsProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  ActionsProps
>(function Actions(props, ref) {
  const { message } = useMessageContext('Actions.Root');
  const labels = useLabels();
  const group = usePart(
    'div',
    {
      name: 'actions',
      ref,
      state: { status: message.status },
      role: 'group',
      'aria-label': labels.actions,
      children: (
        <>
          <Copy />
          <Regenerate />
          <Edit />
        </>
      ),
    },
    props,
  );
  return isThere(message) ? group : null;
});

/** Something to copy, and no longer moving. */
function isThere(message: Message): boolean {
  const isMoving = message.status === 'streaming' || message.status === 'sending';
  return !isMoving && message.role !== 'system' && getMessageText(message) !== '';
}
