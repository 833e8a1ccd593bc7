import type { Clock } from '../environment.ts';
import type { ConversationError } from '../model/conversationError.ts';
import type { ConnectionPolicy } from '../transport.ts';
import { createAttemptBudget } from './attemptBudget.ts';
import { getAskedDelay } from './delays.ts';
import { sleep } from './sleep.ts';

/** Of all requests of a kind together: whoever asks again and again does not multiply them (DESIGN §6). */
const retriesPerMinute = 15;

/** Waits `delay` ms before a request is repeated that failed with `error`; longer if the server or the budget says so. */
export type RetryPause = (
  delay: number,
  error: ConversationError,
  signal: AbortSignal,
) => Promise<void>;

export function createRetryPause(policy: ConnectionPolicy, clock: Clock): RetryPause {
  const budget = createAttemptBudget(retriesPerMinute);
  return (delay, error, signal) => {
    const longest = Math.max(delay, getAskedDelay(error, policy), budget.reserve(clock.now()));
    return sleep(clock, longest, signal);
  };
}
