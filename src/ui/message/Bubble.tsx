'use client';
import { forwardRef, useState } from 'react';
import { getMessageText, type MessageStatus } from '../../react/index.ts';
import { KitButton } from '../part/KitButton.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { useMessageContext } from './MessageContext.ts';
import { MessageParts } from './MessageParts.tsx';

export type BubbleState = {
  readonly status: MessageStatus;
  /** A long text of a user's own, of which the beginning is shown. */
  readonly clamped: boolean;
};

/** Characters that a user may have typed; more was pasted, and is known to who did. */
const longest = 4_000;

export interface BubbleProps extends PartProps<'div', BubbleState> {}

/** What the message it is in says: its parts in their order, or what you put there. */
export const Bubble: PartComponent<BubbleProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  BubbleProps
>(function Bubble(props, ref) {
  const { message } = useMessageContext('Transcript.Bubble');
  const { showAll } = useLabels();
  const [isWhole, setIsWhole] = useState(false);
  const isClamped = !isWhole && message.role === 'user' && getMessageText(message).length > longest;
  return usePart(
    'div',
    {
      name: 'bubble',
      ref,
      state: { status: message.status, clamped: isClamped },
      children: (
        <>
          <MessageParts message={message} />
          {isClamped && <KitButton onClick={() => setIsWhole(true)}>{showAll}</KitButton>}
        </>
      ),
    },
    props,
  );
});
