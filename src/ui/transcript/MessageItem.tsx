'use client';
import { memo, type ComponentType, type MemoExoticComponent, type ReactElement } from 'react';
import type { Message as MessageRecord } from '../../react/index.ts';
import type { SendNoticeProps } from '../message/SendNotice.tsx';
import type { Relation } from '../message/relateMessages.ts';
import { DaySeparator } from './DaySeparator.tsx';
import type { TranscriptComponents } from './components.ts';

export interface MessageItemProps extends Pick<SendNoticeProps, 'onRetry' | 'onDiscard'> {
  readonly message: MessageRecord;
  readonly relation: Relation;
  readonly components: TranscriptComponents;
}

/** A row of the list: the day where it changes, and the message. */
export const MessageItem: MemoExoticComponent<ComponentType<MessageItemProps>> = memo(
  function MessageItem({
    message,
    relation,
    components: { Message, Text },
    onRetry,
    onDiscard,
  }: MessageItemProps): ReactElement {
    return (
      <li data-part="item" className="cs-item" data-relation={relation}>
        {relation === 'new-day' && <DaySeparator time={message.createdAt} />}
        <Message
          message={message}
          isContinued={relation === 'continued'}
          Text={Text}
          onRetry={onRetry}
          onDiscard={onDiscard}
        />
      </li>
    );
  },
);
