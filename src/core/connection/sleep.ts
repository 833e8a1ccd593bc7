import type { Clock } from '../environment.ts';
import { createAborted } from './withTimeout.ts';

/** Waits `delay` ms (0: not at all). Throws `aborted` at once when `signal` ends, leaving no timer. */
export async function sleep(clock: Clock, delay: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw createAborted();
  if (delay <= 0) return;
  await new Promise<void>((resolve, reject) => {
    const handleAbort = (): void => {
      clock.clearTimeout(timer);
      reject(createAborted());
    };
    const timer = clock.setTimeout(() => {
      signal.removeEventListener('abort', handleAbort);
      resolve();
    }, delay);
    signal.addEventListener('abort', handleAbort, { once: true });
  });
}
