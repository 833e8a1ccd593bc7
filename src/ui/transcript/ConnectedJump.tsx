'use client';
import type { ReactElement } from 'react';
import { selectMessage, useMessageKeys, useTurn } from '../../react/index.ts';
import { JumpToLatest } from './JumpToLatest.tsx';
import { useNewMessages } from './useNewMessages.ts';
import { joinsNothing, usePassiveConversation } from '../usePassive.ts';

/** The way back to the end of the nearest conversation. Renders when the list changes. */
export function ConnectedJump(): ReactElement {
  const { status } = useTurn(undefined, joinsNothing);
  const keys = useMessageKeys(undefined, joinsNothing);
  const { store } = usePassiveConversation();
  const newMessages = useNewMessages({
    keys,
    read: (index) => selectMessage(store.getState(), keys[index]!),
  });
  return <JumpToLatest newMessages={newMessages} isStreaming={status === 'streaming'} />;
}
