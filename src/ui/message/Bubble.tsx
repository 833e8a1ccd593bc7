'use client';
import { forwardRef } from 'react';
import type { MessageStatus } from '../../react/index.ts';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useMessageContext } from './MessageContext.ts';
import { MessageParts } from './MessageParts.tsx';

export type BubbleState = { readonly status: MessageStatus };

export interface BubbleProps extends PartProps<'div', BubbleState> {}

/** What the message it is in says: its parts in their order, or what you put there. */
export const Bubble: PartComponent<BubbleProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  BubbleProps
>(function Bubble(props, ref) {
  const { message } = useMessageContext('Transcript.Bubble');
  const own = {
    name: 'bubble',
    ref,
    state: { status: message.status },
    children: <MessageParts message={message} />,
  };
  return usePart('div', own, props);
});
