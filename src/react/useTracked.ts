'use client';
import { useMemo, useState, useSyncExternalStore } from 'react';
import type { Conversation, ConversationState } from '../core/index.ts';
import { track } from './track.ts';

/** Makes a hook's result of the published state of this moment. Expensive fields are getters that keep what they made. */
export type ReadResult<TResult extends object> = (
  state: ConversationState,
  conversation: Conversation,
) => TResult;

/**
 * The base of all hooks: `readResult` of the published state, rendering again only when a field that was
 * read so far has changed. `readResult` must be stable.
 */
export function useTracked<TResult extends object>(
  conversation: Conversation,
  readResult: ReadResult<TResult>,
): TResult {
  // Compiled, the snapshot below would be kept, and a field read for the first time could be an old one.
  'use no memo';
  const [tracked] = useState(() => new Set<PropertyKey>());
  const readAt = useMemo(() => createReader(conversation, readResult), [conversation, readResult]);
  const { store } = conversation;
  const result = useSyncExternalStore(
    store.subscribe,
    createSnapshot(() => readAt(store.getState()), tracked),
    () => readAt(store.getInitialState()),
  );
  return useMemo(() => track(result, tracked), [result, tracked]);
}

/* One result per state, so that a render that finds nothing new hands out the same object. */
function createReader<TResult extends object>(
  conversation: Conversation,
  readResult: ReadResult<TResult>,
): (state: ConversationState) => TResult {
  let last: { readonly state: ConversationState; readonly result: TResult } | undefined;
  return (state) => {
    if (last?.state === state) return last.result;
    const result = Object.freeze(readResult(state, conversation));
    last = { state, result };
    return result;
  };
}

/* Made anew by each render: answers with the newest result first, and keeps that until a tracked field differs. */
function createSnapshot<TResult extends object>(
  readNow: () => TResult,
  tracked: ReadonlySet<PropertyKey>,
): () => TResult {
  let held: TResult | undefined;
  return () => {
    const now = readNow();
    if (held === undefined || (now !== held && isChanged(held, now, tracked))) held = now;
    return held;
  };
}

function isChanged(before: object, after: object, tracked: ReadonlySet<PropertyKey>): boolean {
  for (const field of tracked) {
    if (!Object.is(Reflect.get(before, field), Reflect.get(after, field))) return true;
  }
  return false;
}
