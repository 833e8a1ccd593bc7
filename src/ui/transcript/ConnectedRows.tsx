'use client';
import { useCallback, type ReactElement, type ReactNode } from 'react';
import { isTextFollowed } from '../text/isTextFollowed.ts';
import { LiveTextContext } from '../text/LiveTextContext.ts';
import type { TranscriptComponents } from './components.ts';
import { WindowedList, type Virtualize } from '../window/WindowedList.tsx';
import { Row } from './Row.tsx';
import { UnreadSeparator } from './UnreadSeparator.tsx';
import { findMessageKey } from './findMessageKey.ts';
import { useUnreadLine } from './useUnreadLine.ts';
import type { UseOlderMessagesResult } from './useOlderMessages.ts';
import { usePassiveConversation, usePassiveStream } from '../usePassive.ts';

export interface ConnectedRowsProps {
  readonly older: UseOlderMessagesResult;
  readonly components: TranscriptComponents;
  readonly virtualize: Virtualize;
  readonly firstUnreadId: string | undefined;
}

/** The rows of the nearest conversation, with a notice where messages may be missing. Renders when the list changes. */
export function ConnectedRows({
  older,
  components,
  virtualize,
  firstUnreadId,
}: ConnectedRowsProps): ReactElement | null {
  const { keys, gaps, retryMessage, discardMessage } = usePassiveStream();
  // The row itself tells how a retry went.
  const handleRetry = useCallback(
    (key: string) => retryMessage(key).catch(() => undefined),
    [retryMessage],
  );
  const conversation = usePassiveConversation();
  const unreadKey = useUnreadLine(
    firstUnreadId === undefined ? undefined : findMessageKey(conversation, firstUnreadId),
  );
  if (keys.length === 0) return null;
  const gapsBefore = new Map(gaps.map(({ beforeKey }, index) => [beforeKey, `gap ${index}`]));
  const renderRow = (index: number): ReactNode[] => {
    const key = keys[index]!;
    const gap = gapsBefore.get(key);
    return [
      // Known by its number, not by its neighbours: while it shrinks it stays, and keeps the focus.
      gap && (
        <components.GapNotice
          key={gap}
          isLoading={older.status === 'loading'}
          onLoad={older.load}
        />
      ),
      key === unreadKey && (
        <li key="unread">
          <UnreadSeparator />
        </li>
      ),
      <Row
        // A server may call a message what a notice is called here.
        key={`row ${key}`}
        messageKey={key}
        previousKey={keys[index - 1] ?? ''}
        isLast={index === keys.length - 1}
        components={components}
        onRetry={handleRetry}
        onDiscard={discardMessage}
      />,
    ];
  };
  return (
    <LiveTextContext.Provider value={isTextFollowed(components) ? conversation : null}>
      <WindowedList keys={keys} virtualize={virtualize} renderRow={renderRow} />
    </LiveTextContext.Provider>
  );
}
