'use client';
import { useMemo, type ReactElement } from 'react';
import type { Message } from '../../react/index.ts';
import { useCopySelection } from '../copy/useCopySelection.ts';
import type { TranscriptComponents } from './components.ts';
import { ControlledJump } from './ControlledJump.tsx';
import { WindowedList, type Virtualize } from '../window/WindowedList.tsx';
import { GivenRow } from './GivenRow.tsx';
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
  const keys = useMemo(() => messages.map(({ key }) => key), [messages]);
  const read = (index: number): Message | undefined => messages[index];
  const handleCopy = useCopySelection(() => ({ keys, read }));
  if (messages.length === 0) {
    return (
      <Viewport>
        <components.EmptyState />
      </Viewport>
    );
  }
  const renderRow = (index: number): ReactElement[] => {
    const message = messages[index]!;
    return [
      <GivenRow
        key={`row ${message.key}`}
        message={message}
        previous={messages[index - 1]}
        isLast={index === messages.length - 1}
        components={components}
      />,
    ];
  };
  return (
    <>
      <Viewport follow={follow} onCopy={handleCopy}>
        <WindowedList keys={keys} virtualize={virtualize} renderRow={renderRow} />
      </Viewport>
      <ControlledJump keys={keys} messages={messages} />
    </>
  );
}
