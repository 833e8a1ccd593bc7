import { ConversationError, type ConversationErrorOptions } from '../../core/index.ts';

/** An answer that is JSON, but not what the vendor documents. */
export function createUnreadable(
  wanted: string,
  options: ConversationErrorOptions = { retryable: true },
): ConversationError {
  return new ConversationError(
    'invalid_response',
    `The server’s answer has not the documented shape: expected ${wanted}.`,
    options,
  );
}
