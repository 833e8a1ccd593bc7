import type { ConversationError } from '../model/conversationError.ts';
import type { ConnectionPolicy } from '../transport.ts';

/** Ms the server asked to wait (`Retry-After`), as far as the policy honours it; 0 when it did not ask. */
export function getAskedDelay(
  error: ConversationError | undefined,
  policy: ConnectionPolicy,
): number {
  return Math.min((error?.retryAfter ?? 0) * 1_000, policy.maxRetryAfter);
}

/**
 * Ms before the next attempt, after `failures` in a row. Once the budget is spent: 30 to 60 s between probes,
 * spread so that a crowd does not knock together.
 */
export function getRetryDelay(
  policy: ConnectionPolicy,
  failures: number,
  random: () => number,
): number {
  if (failures > policy.maxRetries) return 30_000 + random() * 30_000;
  return policy.backoff(Math.max(0, failures - 1), random);
}
