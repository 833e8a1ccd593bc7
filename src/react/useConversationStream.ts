'use client';
import {
  selectMessages,
  type Connection,
  type Continuity,
  type Conversation,
  type ConversationError,
  type ConversationState,
  type ConversationStatus,
  type Gap,
  type Message,
  type TransportCapabilities,
  type TurnStatus,
} from '../core/index.ts';
import { useHandle } from './useHandle.ts';
import { useJoin, type JoinOptions } from './useJoin.ts';
import { useTracked } from './useTracked.ts';

export interface UseConversationStreamOptions extends JoinOptions {}

/** Everything of one conversation. All functions are stable references. */
export interface UseConversationStreamResult<TMetadata = unknown> {
  /** History and live messages in one list, each once, oldest first. */
  readonly messages: readonly Message<TMetadata>[];
  /** Keys of the rows, oldest first. A new array only when the list itself changed. */
  readonly keys: readonly string[];
  /** Where messages may be missing; `loadOlderMessages` fills these first. */
  readonly gaps: readonly Gap[];
  /** State of the current turn, in AI SDK's words. */
  readonly status: TurnStatus;
  /** Why the last turn or the last history request failed. */
  readonly error: ConversationError | undefined;
  readonly connection: Connection;
  /** What is known about completeness: `live` means that nothing is missing. */
  readonly continuity: Continuity;
  /** What the backend says about the whole conversation, e.g. `escalated`. */
  readonly conversationStatus: ConversationStatus | undefined;
  /** The first history page is not there yet. */
  readonly isPending: boolean;
  readonly hasOlderMessages: boolean;
  readonly isLoadingOlderMessages: boolean;
  /** What the backend can do: `canSend`, `canStop`, … */
  readonly capabilities: TransportCapabilities;
  /** Shows the message at once and sends it; resolves when acknowledged, or with the turn's final message. */
  readonly sendMessage: Conversation<TMetadata>['sendMessage'];
  /** Ends the running turn; hanging up is `disconnect`. */
  readonly stop: Conversation['stop'];
  readonly regenerate: Conversation<TMetadata>['regenerate'];
  /** Sends a `failed` row again with the same idempotency key. */
  readonly retryMessage: Conversation<TMetadata>['retryMessage'];
  /** Removes a row the server never confirmed. */
  readonly discardMessage: Conversation['discardMessage'];
  readonly respondToApproval: Conversation['respondToApproval'];
  /** Loads one page before the oldest row. One at a time. */
  readonly loadOlderMessages: Conversation['loadOlderMessages'];
  /** Attempts now, whatever the connection is waiting for. */
  readonly reconnect: Conversation['reconnect'];
  /** Hangs up and stays so until `reconnect()`, whoever is mounted. */
  readonly disconnect: Conversation['disconnect'];
  /** Proves continuity again by reading history from its newest end. */
  readonly reconcile: Conversation['reconcile'];
}

/** Joins a conversation: its transcript, its connection, its actions. Renders only for the fields that are read. */
export function useConversationStream<TMetadata = unknown>(
  conversationId?: string | null,
  options?: UseConversationStreamOptions,
): UseConversationStreamResult<TMetadata> {
  const conversation = useHandle<TMetadata>(conversationId);
  useJoin(conversation, options);
  return useTracked(conversation, readStream) as UseConversationStreamResult<TMetadata>;
}

function readStream(
  state: ConversationState,
  conversation: Conversation,
): UseConversationStreamResult {
  let messages: readonly Message[] | undefined;
  return {
    get messages() {
      messages ??= selectMessages(state);
      return messages;
    },
    keys: state.keys,
    gaps: state.gaps,
    status: state.status,
    error: state.error,
    connection: state.connection,
    continuity: state.continuity,
    conversationStatus: state.conversationStatus,
    isPending: state.isPending,
    hasOlderMessages: state.hasOlderMessages,
    isLoadingOlderMessages: state.isLoadingOlderMessages,
    capabilities: state.capabilities,
    sendMessage: conversation.sendMessage,
    stop: conversation.stop,
    regenerate: conversation.regenerate,
    retryMessage: conversation.retryMessage,
    discardMessage: conversation.discardMessage,
    respondToApproval: conversation.respondToApproval,
    loadOlderMessages: conversation.loadOlderMessages,
    reconnect: conversation.reconnect,
    disconnect: conversation.disconnect,
    reconcile: conversation.reconcile,
  };
}
