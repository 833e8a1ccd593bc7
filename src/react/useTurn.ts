'use client';
import type {
  Conversation,
  ConversationError,
  ConversationState,
  TurnStatus,
} from '../core/index.ts';
import { useHandle } from './useHandle.ts';
import { useJoin, type JoinOptions } from './useJoin.ts';
import { useTracked } from './useTracked.ts';

export interface UseTurnOptions extends JoinOptions {}

export interface UseTurnResult {
  /** State of the current turn, in AI SDK's words. */
  readonly status: TurnStatus;
  /** Why the last turn or the last history request failed. */
  readonly error: ConversationError | undefined;
  /** Ends the running turn. Stable. */
  readonly stop: Conversation['stop'];
  /** Asks for another answer. Stable. */
  readonly regenerate: Conversation['regenerate'];
}

/** Joins a conversation and reads its current turn: status, error, and how to end or repeat it. */
export function useTurn(conversationId?: string | null, options?: UseTurnOptions): UseTurnResult {
  const conversation = useHandle(conversationId);
  useJoin(conversation, options);
  return useTracked(conversation, readTurn);
}

function readTurn(
  { status, error }: ConversationState,
  { stop, regenerate }: Conversation,
): UseTurnResult {
  return { status, error, stop, regenerate };
}
