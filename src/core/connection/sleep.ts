import type { Clock } from '../environment.ts';
import { createAborted } from './withTimeout.ts';

/** Waits `delay` ms (0: not at all). Throws `aborted` at once when `signal` ends, leaving no timer. */
export async function sleep(
  clock: Clock,
  delay: number,
  signal: AbortSignal,
  /** Gets what ends the wait early. */
  onStart?: (end: () => void) => void,
): Promise<void> {
  if (signal.aborted) throw createAborted();
  if (delay <= 0) return;
  await new Promise<void>((resolve, reject) => {
    const handleAbort = (): void => {
      clock.clearTimeout(timer);
      reject(createAborted());
    };
    const end = (): void => {
      clock.clearTimeout(timer);
      signal.removeEventListener('abort', handleAbort);
      resolve();
    };
    const timer = clock.setTimeout(end, delay);
    onStart?.(end);
    signal.addEventListener('abort', handleAbort, { once: true });
  });
}
