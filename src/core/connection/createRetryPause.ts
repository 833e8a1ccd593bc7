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
      const least = Math.max(getAskedDelay(error, policy), budget.reserve(clock.now()));
      await sleep(clock, least, signal);
      let end = (): void => {};
      const start = (stop: () => void): void => void ends.add((end = stop));
      await sleep(clock, delay - least, signal, start).finally(() => ends.delete(end));
    },
    hurry() {
      for (const end of ends) end();
    },
  };
}
