'use client';
import {
  memo,
  useContext,
  useMemo,
  type ComponentType,
  type MemoExoticComponent,
  type ReactElement,
} from 'react';
import { useMessage } from '../../react/index.ts';
import { IsLastContext } from '../message/MessageActions.ts';
import { relateMessages } from '../message/relateMessages.ts';
import { useDates } from '../settings/useDates.ts';
import { createTextHold } from '../text/createTextHold.ts';
import { LiveTextContext } from '../text/LiveTextContext.ts';
import { MessageItem, type MessageItemProps } from './MessageItem.tsx';

export interface RowProps extends Omit<MessageItemProps, 'message' | 'relation'> {
  readonly messageKey: string;
  /** Key of the row before; empty for the first. */
  readonly previousKey: string;
  /** The newest one: another answer can be asked for. Default true. */
  readonly isLast?: boolean | undefined;
}

/** A row that reads its message itself: the only one to render when that message changes. */
export const Row: MemoExoticComponent<ComponentType<RowProps>> = memo(function Row({
  messageKey,
  previousKey,
  isLast = true,
  ...props
}: RowProps): ReactElement | null {
  const isTextFollowed = useContext(LiveTextContext) !== null;
  // Growing text alone is no reason to render where the text follows the conversation by itself.
  const held = useMemo(() => ({ select: createTextHold() }), []);
  const message = useMessage(messageKey, undefined, isTextFollowed ? held : undefined);
  const dates = useDates();
  const relation = useMessage(previousKey, undefined, {
    // Not the previous message itself: while that one streams, this row stays as it is.
    select: (previous) => message && relateMessages(previous, message, dates),
  });
  if (message === undefined) return null;
  return (
    // Not by props: the row that is the newest no longer need not render.
    <IsLastContext.Provider value={isLast}>
      <MessageItem message={message} relation={relation ?? 'new-day'} {...props} />
    </IsLastContext.Provider>
  );
});
