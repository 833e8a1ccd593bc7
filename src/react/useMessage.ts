'use client';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { selectMessage, type ConversationState, type Message } from '../core/index.ts';
import { memoizeSelect } from './memoizeSelect.ts';
import { useHandle } from './useHandle.ts';

export interface UseMessageOptions<TMetadata = unknown, TSelected = Message<TMetadata>> {
  /** Makes something smaller of the message, e.g. its author: the component renders only when that differs. */
  readonly select: (message: Message<TMetadata>) => TSelected;
}

/**
 * One row by its key, `undefined` when it is not there. Renders only when that row changes. Reads what
 * others hold: it joins nothing, so a thousand rows cost one connection.
 */
export function useMessage<TMetadata = unknown, TSelected = Message<TMetadata>>(
  key: string,
  conversationId?: string | null,
  options?: UseMessageOptions<TMetadata, TSelected>,
): TSelected | undefined {
  const { store, subscribeMessage } = useHandle<TMetadata>(conversationId);
  const select = options?.select;
  const subscribe = useCallback(
    (onChange: () => void) => subscribeMessage(key, onChange),
    [subscribeMessage, key],
  );
  const read = useMemo(() => createRead(key, select), [key, select]);
  return useSyncExternalStore(
    subscribe,
    () => read(store.getState()),
    () => read(store.getInitialState()),
  );
}

function createRead<TMetadata, TSelected>(
  key: string,
  select: ((message: Message<TMetadata>) => TSelected) | undefined,
): (state: ConversationState) => TSelected | undefined {
  // Without `select` the caller's TSelected is its default: the message itself.
  const selectFrom = memoizeSelect(select ?? ((message) => message as TSelected));
  return (state) => {
    const message = selectMessage(state, key);
    return message && selectFrom(message as Message<TMetadata>);
  };
}
