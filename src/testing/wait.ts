import { ConversationError, type Clock } from '../core/index.ts';

/** Waits `delay` ms; throws `aborted` as soon as `signal` ends, and leaves no timer. `Infinity` waits for that. */
export function wait(clock: Clock, delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const handleAbort = (): void => {
      clock.clearTimeout(timer);
      reject(new ConversationError('aborted', 'The request was given up.'));
    };
    const finish = (): void => {
      signal.removeEventListener('abort', handleAbort);
      resolve();
    };
    let timer: unknown;
    if (signal.aborted) return handleAbort();
    if (delay <= 0) return resolve();
    if (delay < Infinity) timer = clock.setTimeout(finish, delay);
    signal.addEventListener('abort', handleAbort, { once: true });
  });
}
