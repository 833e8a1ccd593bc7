'use client';
import { useMemo, type ReactElement } from 'react';
import type { Message } from '../../react/index.ts';
import { relateMessages } from '../message/relateMessages.ts';
import { useDates } from '../settings/useDates.ts';
import { useCopySelection } from '../copy/useCopySelection.ts';
import type { TranscriptComponents } from './components.ts';
import { ControlledJump } from './ControlledJump.tsx';
import { WindowedList, type Virtualize } from '../window/WindowedList.tsx';
import { MessageItem } from './MessageItem.tsx';
import type { FollowPolicy } from '../scroll/createScrollController.ts';
import { Viewport } from './Viewport.tsx';

export interface ControlledTranscriptProps {
  readonly messages: readonly Message[];
  readonly components: TranscriptComponents;
  readonly virtualize: Virtualize;
  readonly follow: FollowPolicy | undefined;
}

/** Given messages in a viewport; needs no provider. */
export function ControlledTranscript({
  messages,
  components,
  virtualize,
  follow,
}: ControlledTranscriptProps): ReactElement {
  const dates = useDates();
  const keys = useMemo(() => messages.map(({ key }) => key), [messages]);
  const handleCopy = useCopySelection(() => ({ keys, read: (index) => messages[index] }));
  if (messages.length === 0) {
    return (
      <Viewport>
        <components.EmptyState />
      </Viewport>
    );
  }
  const renderRow = (index: number): ReactElement[] => {
    const message = messages[index]!;
    const relation = relateMessages(messages[index - 1], message, dates);
    return [
      <MessageItem
        key={`row ${message.key}`}
        message={message}
        relation={relation}
        components={components}
      />,
    ];
  };
  return (
    <>
      <Viewport follow={follow} onCopy={handleCopy}>
        <WindowedList keys={keys} virtualize={virtualize} renderRow={renderRow} />
      </Viewport>
      <ControlledJump messages={messages} />
    </>
  );
}
