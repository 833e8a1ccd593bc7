'use client';
import { forwardRef, memo, useContext } from 'react';
import type { Message as MessageRecord } from '../../react/index.ts';
import { Message } from '../message/Message.tsx';
import type { MessageActions } from '../message/MessageActions.ts';
import type { Relation } from '../message/relateMessages.ts';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import type { TranscriptComponents } from './components.ts';
import { ComponentsContext } from './ComponentsContext.ts';
import { DaySeparator } from './DaySeparator.tsx';

export type MessageItemState = { readonly relation: Relation };

export interface MessageItemProps
  extends PartProps<'li', MessageItemState>, Pick<MessageActions, 'onRetry' | 'onDiscard'> {
  readonly message: MessageRecord;
  readonly relation: Relation;
  /** Default: those of the transcript it is in. */
  readonly components?: Partial<TranscriptComponents> | undefined;
}

/** A row of the list: the day where it changes, and the message. */
export const MessageItem: PartComponent<MessageItemProps, HTMLLIElement> = memo(
  forwardRef<HTMLLIElement, MessageItemProps>(function MessageItem(
    { message, relation, components, onRetry, onDiscard, ...props },
    ref,
  ) {
    const { DaySeparator: Day = DaySeparator, Message: Shown = Message } = {
      ...useContext(ComponentsContext),
      ...components,
    };
    return usePart(
      'li',
      {
        name: 'item',
        ref,
        state: { relation },
        'data-key': message.key,
        children: (
          <>
            {relation === 'new-day' && <Day time={message.createdAt} />}
            <Shown
              message={message}
              isContinued={relation === 'continued'}
              Text={components?.Text}
              onRetry={onRetry}
              onDiscard={onDiscard}
            />
          </>
        ),
      },
      props,
    );
  }),
);
