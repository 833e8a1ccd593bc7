'use client';
import { useSyncExternalStore } from 'react';
import { selectMessageKeys } from '../core/index.ts';
import { useHandle } from './useHandle.ts';
import { useJoin, type JoinOptions } from './useJoin.ts';

export interface UseMessageKeysOptions extends JoinOptions {}

/** Joins a conversation and reads the keys of its rows, oldest first. A new array only when the list itself changed. */
export function useMessageKeys(
  conversationId?: string | null,
  options?: UseMessageKeysOptions,
): readonly string[] {
  const conversation = useHandle(conversationId);
  useJoin(conversation, options);
  const { store } = conversation;
  return useSyncExternalStore(
    store.subscribe,
    () => selectMessageKeys(store.getState()),
    () => selectMessageKeys(store.getInitialState()),
  );
}
