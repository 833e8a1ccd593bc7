'use client';
import { memo, type ComponentType, type MemoExoticComponent, type ReactElement } from 'react';
import type { Message } from '../../react/index.ts';
import { IsLastContext } from '../message/MessageActions.ts';
import { relateMessages } from '../message/relateMessages.ts';
import { useDates } from '../settings/useDates.ts';
import { MessageItem, type MessageItemProps } from './MessageItem.tsx';

export interface GivenRowProps extends Omit<MessageItemProps, 'relation'> {
  /** The one before it. */
  readonly previous: Message | undefined;
  readonly isLast: boolean;
}

/** A row of given messages: looked at again only when it, or the one before it, is another object. */
export const GivenRow: MemoExoticComponent<ComponentType<GivenRowProps>> = memo(function GivenRow({
  previous,
  isLast,
  ...props
}: GivenRowProps): ReactElement {
  const relation = relateMessages(previous, props.message, useDates());
  return (
    <IsLastContext.Provider value={isLast}>
      <MessageItem {...props} relation={relation} />
    </IsLastContext.Provider>
  );
});
