'use client';
import { useMemo } from 'react';
import {
  selectMessages,
  type Conversation,
  type ConversationState,
  type Message,
} from '../core/index.ts';
import { memoizeSelect } from './memoizeSelect.ts';
import { useHandle } from './useHandle.ts';
import { useJoin, type JoinOptions } from './useJoin.ts';
import { useTracked, type ReadResult } from './useTracked.ts';

export interface UseMessagesOptions<
  TMetadata = unknown,
  TSelected = readonly Message<TMetadata>[],
> extends JoinOptions {
  /** Makes `messages` of the list, e.g. a filter. The component renders when what it returns differs (items compared, for arrays). */
  readonly select?: (messages: readonly Message<TMetadata>[]) => TSelected;
}

export interface UseMessagesResult<TSelected = readonly Message[]> extends Pick<
  ConversationState,
  'isPending' | 'error' | 'hasOlderMessages' | 'isLoadingOlderMessages' | 'continuity'
> {
  /** Oldest first, each once; or what `select` made of them. */
  readonly messages: TSelected;
  /** Loads one page before the oldest row. One at a time. Stable. */
  readonly loadOlderMessages: Conversation['loadOlderMessages'];
}

/** Joins a conversation and reads its messages: history and live, one list. */
export function useMessages<TMetadata = unknown, TSelected = readonly Message<TMetadata>[]>(
  conversationId?: string | null,
  { select, ...join }: UseMessagesOptions<TMetadata, TSelected> = {},
): UseMessagesResult<TSelected> {
  const conversation = useHandle<TMetadata>(conversationId);
  useJoin(conversation, join);
  const readResult = useMemo(
    () => createRead(select as ((messages: readonly Message[]) => TSelected) | undefined),
    [select],
  );
  return useTracked(conversation, readResult);
}

function createRead<TSelected>(
  select: ((messages: readonly Message[]) => TSelected) | undefined,
): ReadResult<UseMessagesResult<TSelected>> {
  // Without `select` the caller's TSelected is its default: the list itself.
  const selectFrom = memoizeSelect(select ?? ((messages) => messages as TSelected));
  return (state, conversation) => {
    let list: readonly Message[] | undefined;
    return {
      get messages() {
        list ??= selectMessages(state);
        return selectFrom(list);
      },
      isPending: state.isPending,
      error: state.error,
      hasOlderMessages: state.hasOlderMessages,
      isLoadingOlderMessages: state.isLoadingOlderMessages,
      continuity: state.continuity,
      loadOlderMessages: conversation.loadOlderMessages,
    };
  };
}
