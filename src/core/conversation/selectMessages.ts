import type { ConversationState } from '../model/conversationState.ts';
import type { Message } from '../model/message.ts';
import { published, type PublishedState } from './publishedMessages.ts';

const none: readonly Message[] = [];

/**
 * All rows, oldest first. The same array until a message or the list changes. Ask the current state: rows are
 * shared by the states of a conversation, so an old one shows what came since (`getInitialState()` does not).
 */
export function selectMessages(state: ConversationState): readonly Message[] {
  return (state as Partial<PublishedState>)[published]?.readAll() ?? none;
}

/** One row by its key; the same object until that row changes. */
export function selectMessage(state: ConversationState, key: string): Message | undefined {
  return (state as Partial<PublishedState>)[published]?.get(key);
}

/** Row keys, oldest first; the same array until the list itself changes. */
export function selectMessageKeys(state: ConversationState): readonly string[] {
  return state.keys;
}
