import type { Clock } from '../environment.ts';
import type { ConversationError } from '../model/conversationError.ts';
import type { ConnectionPolicy } from '../transport.ts';
import { createAttemptBudget } from './attemptBudget.ts';
import { getAskedDelay } from './delays.ts';
import { sleep } from './sleep.ts';

/** Of all requests of a kind together: whoever asks again and again does not multiply them (DESIGN §6). */
const retriesPerMinute = 15;

export interface RetryPause {
  /** Waits `delay` ms before a request is repeated that failed with `error`; longer if the server or the budget says so. */
  wait(delay: number, error: ConversationError, signal: AbortSignal): Promise<void>;
  /** Ends every wait that neither the server nor the budget asked for. */
  hurry(): void;
}

export function createRetryPause(policy: ConnectionPolicy, clock: Clock): RetryPause {
  const budget = createAttemptBudget(retriesPerMinute);
  const ends = new Set<() => void>();
  return {
    async wait(delay, error, signal) {
      const asked = getAskedDelay(error, policy);
      const rest = Math.max(0, delay - asked);
      // Booked for when it is made, or more of them than that could meet in a minute.
      await sleep(clock, asked + budget.reserve(clock.now() + asked + rest), signal);
      let end = (): void => {};
      const start = (stop: () => void): void => void ends.add((end = stop));
      await sleep(clock, rest, signal, start).finally(() => ends.delete(end));
    },
    hurry() {
      for (const end of ends) end();
    },
  };
}
