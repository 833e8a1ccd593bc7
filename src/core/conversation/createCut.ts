import { ConversationError } from '../model/conversationError.ts';

/** The stream of a turn ended while a message of it was not whole. */
export function createCut(): ConversationError {
  const message =
    'The answer ended in the middle: its connection broke before the server said done.';
  return new ConversationError('network', message, { retryable: true });
}
