import type { Clock } from '../environment.ts';
import { ConversationError } from '../model/conversationError.ts';

/**
 * Runs `work` with a signal that ends with `signal` or after `timeout` ms. Does not wait for work that
 * ignores its signal. Throws `timeout` (retryable) or `aborted`.
 */
export async function withTimeout<T>(
  clock: Clock,
  timeout: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: unknown;
  let handleAbort = (): void => {};
  const givenUp = new Promise<never>((_, reject) => {
    const giveUp = (error: ConversationError): void => {
      reject(error);
      controller.abort(error);
    };
    handleAbort = () => giveUp(createAborted());
    timer = clock.setTimeout(() => giveUp(createTimeout(timeout)), timeout);
    signal.addEventListener('abort', handleAbort, { once: true });
  });
  try {
    if (signal.aborted) throw createAborted();
    return await Promise.race([work(controller.signal), givenUp]);
  } finally {
    clock.clearTimeout(timer);
    signal.removeEventListener('abort', handleAbort);
    givenUp.catch(() => {});
  }
}

export function createAborted(): ConversationError {
  return new ConversationError(
    'aborted',
    'Given up: the conversation was left or the caller aborted.',
  );
}

export function createTimeout(timeout: number): ConversationError {
  return new ConversationError('timeout', `No whole answer within ${timeout} ms.`, {
    retryable: true,
  });
}
