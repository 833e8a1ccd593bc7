import { ConversationError, type ConversationErrorOptions } from '../../core/index.ts';

/**
 * An answer that is JSON, but not what the vendor documents. Final: asked anew, a server would say the same. What
 * is not even JSON is another matter: it may be a proxy's passing word (`requestJson` of core).
 */
export function createUnreadable(
  wanted: string,
  options?: ConversationErrorOptions,
): ConversationError {
  return new ConversationError(
    'invalid_response',
    `The server’s answer has not the documented shape: expected ${wanted}.`,
    options,
  );
}
