import type { Clock } from '../environment.ts';
import { ConversationError } from '../model/conversationError.ts';
import { createAborted, createTimeout } from './withTimeout.ts';
import { createWatchdog } from './watchdog.ts';

export interface GuardOptions {
  readonly clock: Clock;
  /** Ends the stream with `aborted`. */
  readonly signal: AbortSignal;
  /** Ms until the first batch. */
  readonly headersTimeout: number;
  /** Ms between batches. */
  readonly idleTimeout: number;
  /** Ms until it is cut, however lively. Default: never. */
  readonly maxDuration?: number | undefined;
}

export interface GuardedStream<T> {
  /** The next batch, `undefined` at the end. Throws `timeout` (retryable), `aborted`, or what the stream throws. */
  next(): Promise<T | undefined>;
  /** Looks at the clock now: a stream found dead after a wake-up fails at once. */
  check(): void;
  /** Aborts the attempt and forgets it. Safe to call twice. */
  close(): void;
}

/** One attempt of a stream under a watchdog. Nothing is waited for that does not obey its signal. */
export function guardStream<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  { clock, signal, headersTimeout, idleTimeout, maxDuration }: GuardOptions,
): GuardedStream<T> {
  const controller = new AbortController();
  // First: should it throw, nothing else was begun.
  const iterator = open(controller.signal)[Symbol.asyncIterator]();
  let failure: ConversationError | undefined;
  let failPending: ((error: ConversationError) => void) | undefined;
  let isOpen = false;
  let isWaiting = false;
  const fail = (error: ConversationError): void => {
    failure ??= error;
    failPending?.(failure);
    controller.abort(failure);
  };
  const handleAbort = (): void => fail(createAborted());
  const window = (): number => (isOpen ? idleTimeout : headersTimeout);
  const watchdog = createWatchdog(clock, headersTimeout, () => {
    // A reader that takes its time is not a dead connection: only waiting counts.
    if (isWaiting) fail(createSilence(window()));
    else watchdog.expect(window());
  });
  const limit =
    maxDuration === undefined
      ? undefined
      : clock.setTimeout(() => fail(createTimeout(maxDuration)), maxDuration);
  if (signal.aborted) handleAbort();
  else signal.addEventListener('abort', handleAbort, { once: true });

  const pull = (): Promise<IteratorResult<T>> =>
    // Not Promise.race: its reactions would pile up on a promise that lives as long as the stream.
    new Promise((resolve, reject) => {
      failPending = reject;
      iterator.next().then(resolve, reject);
    });
  return {
    async next() {
      if (failure) throw failure;
      watchdog.feed();
      isWaiting = true;
      const result = await pull().finally(() => void (isWaiting = false));
      if (failure) throw failure;
      if (result.done) return undefined;
      if (!isOpen) watchdog.expect(idleTimeout);
      isOpen = true;
      return result.value;
    },
    check: watchdog.check,
    close() {
      watchdog.stop();
      clock.clearTimeout(limit);
      signal.removeEventListener('abort', handleAbort);
      failure ??= createAborted();
      controller.abort(failure);
      // Not awaited: a generator stuck in a foreign await would never answer.
      void iterator.return?.().then(undefined, () => {});
    },
  };
}

function createSilence(timeout: number): ConversationError {
  return new ConversationError(
    'timeout',
    `Nothing arrived for ${timeout} ms, not even a heartbeat: the connection is dead.`,
    {
      retryable: true,
    },
  );
}
