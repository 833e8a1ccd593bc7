'use client';
import type {
  ConnectionStatus,
  Continuity,
  Conversation,
  ConversationError,
  ConversationState,
} from '../core/index.ts';
import { useHandle } from './useHandle.ts';
import { useJoin, type JoinOptions } from './useJoin.ts';
import { useTracked } from './useTracked.ts';

export interface UseConnectionOptions extends JoinOptions {}

export interface UseConnectionResult {
  readonly status: ConnectionStatus;
  /** Consecutive attempts since the last one that worked; 0 while calm. */
  readonly attempt: number;
  /** Epoch ms of the next attempt, while one is scheduled. */
  readonly retryAt: number | undefined;
  /** Epoch ms of the last byte, as of the last publish. */
  readonly lastActivityAt: number | undefined;
  readonly error: ConversationError | undefined;
  /** What is known about completeness. */
  readonly continuity: Continuity;
  /** Attempts now, whatever the connection is waiting for. Stable. */
  readonly reconnect: Conversation['reconnect'];
  /** Hangs up and stays so until `reconnect()`. Stable. */
  readonly disconnect: Conversation['disconnect'];
}

/** Joins a conversation and reads how it is connected, field by field. */
export function useConnection(
  conversationId?: string | null,
  options?: UseConnectionOptions,
): UseConnectionResult {
  const conversation = useHandle(conversationId);
  useJoin(conversation, options);
  return useTracked(conversation, readConnection);
}

function readConnection(
  { connection, continuity }: ConversationState,
  { reconnect, disconnect }: Conversation,
): UseConnectionResult {
  return {
    status: connection.status,
    attempt: connection.attempt,
    retryAt: connection.retryAt,
    lastActivityAt: connection.lastActivityAt,
    error: connection.error,
    continuity,
    reconnect,
    disconnect,
  };
}
