'use client';
import type { ReactElement } from 'react';
import { selectMessage, useConversation, useMessageKeys, useTurn } from '../../react/index.ts';
import { JumpToLatest } from './JumpToLatest.tsx';
import { useNewMessages } from './useNewMessages.ts';

const joinsNothing = { enabled: false } as const;

/** The way back to the end of the nearest conversation. Renders when the list changes. */
export function ConnectedJump(): ReactElement {
  const { status } = useTurn(undefined, joinsNothing);
  const keys = useMessageKeys(undefined, joinsNothing);
  const { store } = useConversation(undefined, joinsNothing);
  const newMessages = useNewMessages({
    keys,
    read: (index) => selectMessage(store.getState(), keys[index]!),
  });
  return <JumpToLatest newMessages={newMessages} isStreaming={status === 'streaming'} />;
}
