import {
  getMessageText,
  selectMessage,
  type Conversation,
  type Message,
} from '../../react/index.ts';

const newest = 20;

/** One of the reader's newest messages with this text, sent or not. */
export function findOwnMessage({ store }: Conversation, text: string): Message | undefined {
  const state = store.getState();
  return state.keys
    .slice(-newest)
    .map((key) => selectMessage(state, key))
    .findLast((message) => message?.role === 'user' && getMessageText(message) === text.trim());
}

/** Has the server taken a message with this text? */
export function isTaken(conversation: Conversation, text: string): boolean {
  const status = findOwnMessage(conversation, text)?.status;
  return status !== undefined && !['queued', 'sending', 'failed'].includes(status);
}
