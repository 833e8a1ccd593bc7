import type { Clock } from '../environment.ts';
import type { ServerMessage } from '../model/message.ts';
import { toConversationError, type ConversationError } from '../model/conversationError.ts';
import { createRunItems, type PageRun } from '../transcript/run.ts';
import type { ConversationTransport, MessagePage } from '../transport.ts';
import { createAttemptBudget } from '../connection/attemptBudget.ts';
import { getRetryDelay } from '../connection/delays.ts';
import { createRetryPause } from '../connection/createRetryPause.ts';
import { sleep } from '../connection/sleep.ts';
import { withTimeout } from '../connection/withTimeout.ts';
import type { Diagnostics } from './createDiagnostics.ts';

export interface PageRequest {
  readonly cursor?: string | undefined;
  /** Messages known to be newer; used by numbered history only. */
  readonly offset?: number | undefined;
  /** Default: `pageSize`. */
  readonly limit?: number;
  readonly signal: AbortSignal;
  /** Failures before it throws. `Infinity`: goes on slowly for as long as `signal` lives. */
  readonly maxRetries: number;
  /** Somebody scrolls back and waits: not held back while reads succeed. */
  readonly isAsked?: boolean;
}

export interface HistoryReader {
  /** Pages are counted from the newest message, so they drift while messages come and go. */
  readonly isNumbered: boolean;
  /**
   * One page, retried as the transport's policy says, without what does not belong here, and stamped with the
   * moment it was requested. Throws a ConversationError that is final.
   */
  readPage(request: PageRequest): Promise<PageRun>;
  readMessage(messageId: string, signal: AbortSignal): Promise<ServerMessage | undefined>;
  /** What waits to try again does so now, as far as the server and the budget allow. */
  hurry(): void;
}

export interface ReaderOptions {
  readonly transport: ConversationTransport;
  readonly conversationId: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly pageSize: number;
  /** Stamps each request: what is seen after it is newer than its answer. */
  readonly transcript: { tick(): number };
  /** Counts what does not belong on a page, and pages that drift: messages went away between two requests. */
  readonly note: Diagnostics['note'];
  /** What goes on for as long as it takes has failed as often as the policy retries. */
  readonly onTrouble?: (error: ConversationError) => void;
}

/**
 * Of those that nobody asked for, or while reads fail: together with tickets and streams (20 a minute each) never
 * more than 80 requests a minute (DESIGN §6).
 */
const readsPerMinute = 40;

/** Reads history with the retry rules of core; the transport performs single attempts. */
export function createHistoryReader(options: ReaderOptions): HistoryReader {
  const { transport, conversationId, clock, random, note } = options;
  const { policy } = transport;
  const isNumbered = transport.capabilities.history === 'numbered';
  const reads = createAttemptBudget(readsPerMinute);
  const pause = createRetryPause(policy, clock);

  let isFailing = false;

  const retrying = async <T>(
    { signal, maxRetries, isAsked }: PageRequest,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    for (let failures = 0; ;) {
      if (isFailing || !isAsked) await sleep(clock, reads.reserve(clock.now()), signal);
      try {
        const answer = await withTimeout(clock, policy.requestTimeout, signal, work);
        isFailing = false;
        return answer;
      } catch (thrown) {
        const error = toConversationError(thrown, 'invalid_response', { retryable: true });
        failures += 1;
        isFailing = !signal.aborted;
        if (signal.aborted || !error.retryable || failures > maxRetries) throw error;
        if (failures > policy.maxRetries) options.onTrouble?.(error);
        await pause.wait(getRetryDelay(policy, failures, random), error, signal);
      }
    }
  };
  /** What the transport could not read is counted, too. */
  const screen = ({ messages, skipped = 0 }: MessagePage): readonly ServerMessage[] => {
    const reasons = typeof skipped === 'number' ? { length: skipped } : skipped;
    for (const reason of Array.from<string | undefined>(reasons)) note('malformed_event', reason);
    return messages.filter((message) => {
      if (message.conversationId !== conversationId) note('foreign_message');
      else if (message.id === '') note('malformed_event');
      else return true;
      return false;
    });
  };
  return {
    isNumbered,
    hurry: pause.hurry,
    async readPage(request) {
      const { cursor, offset, limit = options.pageSize } = request;
      let asOf = 0;
      const page = await retrying(request, (attemptSignal) => {
        asOf = options.transcript.tick();
        return transport.listMessages({
          conversationId,
          limit,
          signal: attemptSignal,
          ...(cursor !== undefined && { cursor }),
          ...(isNumbered && offset && { offset }),
        });
      });
      const { olderCursor } = page;
      const items = createRunItems(screen(page), asOf);
      return { items, asOf, olderCursor, hasOlder: olderCursor !== undefined };
    },
    readMessage: (messageId, signal) =>
      retrying({ signal, maxRetries: policy.maxRetries }, async (attemptSignal) =>
        transport.getMessage?.({ conversationId, messageId, signal: attemptSignal }),
      ),
  };
}
