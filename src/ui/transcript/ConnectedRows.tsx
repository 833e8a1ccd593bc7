'use client';
import { useCallback, type ReactElement } from 'react';
import { useConversation, useConversationStream } from '../../react/index.ts';
import { isTextFollowed } from '../text/followsText.ts';
import { LiveTextContext } from '../text/LiveTextContext.ts';
import type { TranscriptComponents } from './components.ts';
import { GapNotice } from './GapNotice.tsx';
import { List } from './List.tsx';
import { Row } from './Row.tsx';
import type { UseOlderMessagesResult } from './useOlderMessages.ts';

export interface ConnectedRowsProps {
  readonly older: UseOlderMessagesResult;
  readonly components: TranscriptComponents;
}

/** The rows of the nearest conversation, with a notice where messages may be missing. Renders when the list changes. */
export function ConnectedRows({ older, components }: ConnectedRowsProps): ReactElement | null {
  const { keys, gaps, retryMessage, discardMessage } = useConversationStream(undefined, {
    enabled: false,
  });
  // The row itself tells how a retry went.
  const handleRetry = useCallback(
    (key: string) => retryMessage(key).catch(() => undefined),
    [retryMessage],
  );
  const conversation = useConversation(undefined, { enabled: false });
  if (keys.length === 0) return null;
  const gapsBefore = new Map(gaps.map(({ beforeKey }, index) => [beforeKey, `gap ${index}`]));
  return (
    <LiveTextContext.Provider value={isTextFollowed(components) ? conversation : null}>
      <List>
        {keys.flatMap((key, index) => {
          const gap = gapsBefore.get(key);
          return [
            // Known by its number, not by its neighbours: while it shrinks it stays, and keeps the focus.
            gap && (
              <GapNotice key={gap} isLoading={older.status === 'loading'} onLoad={older.load} />
            ),
            <Row
              key={key}
              messageKey={key}
              previousKey={keys[index - 1] ?? ''}
              components={components}
              onRetry={handleRetry}
              onDiscard={discardMessage}
            />,
          ];
        })}
      </List>
    </LiveTextContext.Provider>
  );
}
