import {
  toConversationError,
  type ConversationError,
  type ConversationErrorCode,
} from '../../core/index.ts';

const finalCodes = new Map<unknown, ConversationErrorCode>([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_found'],
]);

/**
 * What the app's own function threw, asked for a credential. Retryable, unless its `status` says that the answer
 * is no: asked anew it would say the same (DESIGN §8). `retryAfter` on it is a lower bound, in seconds.
 */
export function toCallbackError(error: unknown, secrets?: readonly string[]): ConversationError {
  const { status, retryAfter } = Object(error) as Record<string, unknown>;
  const code = finalCodes.get(status);
  return toConversationError(error, code, {
    retryable: code === undefined,
    secrets,
    status: typeof status === 'number' ? status : undefined,
    retryAfter: typeof retryAfter === 'number' ? retryAfter : undefined,
  });
}
