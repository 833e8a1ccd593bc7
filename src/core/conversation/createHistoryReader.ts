import type { Clock } from '../environment.ts';
import type { ServerMessage } from '../model/message.ts';
import { toConversationError, type ConversationError } from '../model/conversationError.ts';
import type { ConversationTransport, MessagePage } from '../transport.ts';
import { createAttemptBudget } from '../connection/attemptBudget.ts';
import { getAskedDelay, getProbeDelay } from '../connection/delays.ts';
import { sleep } from '../connection/sleep.ts';
import { withTimeout } from '../connection/withTimeout.ts';

export interface HistoryRequest {
  readonly cursor?: string | undefined;
  readonly offset?: number | undefined;
  readonly limit: number;
  readonly signal: AbortSignal;
  /** Failures before it throws. `Infinity`: goes on slowly for as long as `signal` lives. */
  readonly maxRetries: number;
  /** Before each attempt: an answer knows what was so when it was asked for. */
  readonly onAttempt?: () => void;
}

export interface HistoryReader {
  /** One page, retried as the transport's policy says. Throws a ConversationError that is final. */
  readPage(request: HistoryRequest): Promise<MessagePage>;
  readMessage(messageId: string, signal: AbortSignal): Promise<ServerMessage | undefined>;
}

export interface ReaderOptions {
  readonly transport: ConversationTransport;
  readonly conversationId: string;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Together with tickets and streams (20 a minute each) never more than 80 requests a minute (DESIGN §6). */
const readsPerMinute = 40;
const retriesPerMinute = 15;

/** Reads history with the retry rules of core; the transport performs single attempts. */
export function createHistoryReader({
  transport,
  conversationId,
  clock,
  random,
}: ReaderOptions): HistoryReader {
  const { policy } = transport;
  const reads = createAttemptBudget(readsPerMinute);
  const retries = createAttemptBudget(retriesPerMinute);

  const getDelay = (failures: number, error: ConversationError): number => {
    const isSlow = failures > policy.maxRetries;
    const step = isSlow ? getProbeDelay(random) : policy.backoff(failures - 1, random);
    return Math.max(getAskedDelay(error, policy), step, retries.reserve(clock.now()));
  };
  const retrying = async <T>(
    signal: AbortSignal,
    maxRetries: number,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    for (let failures = 0; ;) {
      await sleep(clock, reads.reserve(clock.now()), signal);
      try {
        return await withTimeout({ clock, timeout: policy.requestTimeout, signal }, work);
      } catch (thrown) {
        const error = toConversationError(thrown, 'invalid_response', { retryable: true });
        failures += 1;
        if (signal.aborted || !error.retryable || failures > maxRetries) throw error;
        await sleep(clock, getDelay(failures, error), signal);
      }
    }
  };
  return {
    readPage: ({ cursor, offset, limit, signal, maxRetries, onAttempt }) =>
      retrying(signal, maxRetries, (attemptSignal) => {
        onAttempt?.();
        return transport.listMessages({
          conversationId,
          limit,
          signal: attemptSignal,
          ...(cursor === undefined ? {} : { cursor }),
          ...(offset === undefined ? {} : { offset }),
        });
      }),
    readMessage: async (messageId, signal) =>
      retrying(signal, policy.maxRetries, async (attemptSignal) =>
        transport.getMessage?.({ conversationId, messageId, signal: attemptSignal }),
      ),
  };
}
