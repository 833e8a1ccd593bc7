'use client';
import type { ReactElement } from 'react';
import type { Message } from '../../react/index.ts';
import type { SendNoticeProps } from '../message/SendNotice.tsx';
import { relateMessages } from '../message/relateMessages.ts';
import { useDates } from '../settings/useDates.ts';
import type { TranscriptComponents } from './components.ts';
import { ControlledJump } from './ControlledJump.tsx';
import { List } from './List.tsx';
import { MessageItem } from './MessageItem.tsx';
import { Viewport } from './Viewport.tsx';

export interface ControlledTranscriptProps extends Pick<SendNoticeProps, 'onRetry' | 'onDiscard'> {
  readonly messages: readonly Message[];
  readonly components: TranscriptComponents;
}

/** Given messages in a viewport; needs no provider. */
export function ControlledTranscript({
  messages,
  components,
  ...actions
}: ControlledTranscriptProps): ReactElement {
  const dates = useDates();
  if (messages.length === 0) {
    return (
      <Viewport>
        <components.EmptyState />
      </Viewport>
    );
  }
  return (
    <>
      <Viewport>
        <List>
          {messages.map((message, index) => (
            <MessageItem
              key={message.key}
              message={message}
              relation={relateMessages(messages[index - 1], message, dates)}
              components={components}
              {...actions}
            />
          ))}
        </List>
      </Viewport>
      <ControlledJump messages={messages} />
    </>
  );
}
