import { createAttemptBudget } from './connection/attemptBudget.ts';
import { guardStream, type GuardedStream } from './connection/guardStream.ts';
import {
  decideRetry,
  initialRetryMemory,
  type AttemptOutcome,
} from './connection/retryDecision.ts';
import { sleep } from './connection/sleep.ts';
import { systemClock, type Clock } from './environment.ts';
import {
  ConversationError,
  isConversationError,
  toConversationError,
} from './model/conversationError.ts';
import type { ConversationEvent } from './model/conversationEvent.ts';
import type { Message, ServerMessage } from './model/message.ts';
import { createEntry, toMessage } from './transcript/entry.ts';
import type { ConversationTransport } from './transport.ts';

export interface StreamMessagesOptions {
  /** Start after this cursor (for BimpeAI a message id or an ISO time), exclusive. Default: from now on. */
  readonly after?: string;
  /** Go on when the server closes or the connection breaks. Default true; false ends at the first close. */
  readonly reconnect?: boolean;
  /** Consecutive failures that are retried: `n` means `n + 1` attempts. Default 5; a yielded message resets it. */
  readonly maxRetries?: number;
  /** Ms without a byte after which the connection counts as dropped. Default: the transport's policy. */
  readonly timeout?: number;
  /** Ends the iteration quietly, at once, leaving no socket and no timer. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/**
 * The conversation's new messages, pulled one by one: whole, each once, resumed after every drop. Requests
 * nothing before the first `next()`. Ends quietly when the server has nothing (more), on abort and on
 * `break`; throws a ConversationError when the server refuses or failures spent the retries (DESIGN §6).
 */
export async function* streamMessages<TMetadata = unknown>(
  transport: ConversationTransport<TMetadata>,
  conversationId: string,
  options: StreamMessagesOptions = {},
): AsyncGenerator<Message<TMetadata>, void, undefined> {
  if (!transport.openFeed) {
    throw new ConversationError(
      'unsupported',
      `The ${transport.name} transport has no feed: use streamTurn for its answers.`,
    );
  }
  const puller = createPuller(transport, conversationId, options);
  try {
    yield* puller.run() as AsyncGenerator<Message<TMetadata>, void, undefined>;
  } finally {
    puller.close();
  }
}

/** Ids remembered to yield each message once: more than any server replays after a cursor we were at. */
const maxRemembered = 5_000;
const attemptsPerMinute = 20;

interface Puller {
  run(): AsyncGenerator<Message, void, undefined>;
  close(): void;
}

function createPuller(
  transport: ConversationTransport,
  conversationId: string,
  options: StreamMessagesOptions,
): Puller {
  const { clock = systemClock, random = Math.random, reconnect = true, maxRetries = 5 } = options;
  const policy = {
    ...transport.policy,
    maxRetries: reconnect ? maxRetries : 0,
    idleTimeout: options.timeout ?? transport.policy.idleTimeout,
  };
  const controller = new AbortController();
  const { signal } = controller;
  const handleAbort = (): void => controller.abort();
  const budget = createAttemptBudget(attemptsPerMinute);
  const yielded = createRecentIds();
  let cursor = options.after;
  let stream: GuardedStream<readonly ConversationEvent[]> | undefined;

  async function* attempt(): AsyncGenerator<Message, AttemptOutcome, undefined> {
    const usedCursor = cursor;
    const progress = { hasOpened: false, hasProgressed: false, minDelay: 0, openedAt: 0 };
    const finish = (kind: AttemptOutcome['kind'], error?: ConversationError): AttemptOutcome => ({
      kind,
      ...(error ? { error } : {}),
      hasOpened: progress.hasOpened,
      hasProgressed: progress.hasProgressed,
      minDelay: progress.minDelay,
      // Here every close counts: a stream that brings nothing must end some day.
      livedFor: 0,
      usedCursor,
      cursor,
    });
    const current = guardStream(
      (attemptSignal) =>
        transport.openFeed!({
          conversationId,
          signal: attemptSignal,
          ...(usedCursor === undefined ? {} : { after: usedCursor }),
        }),
      { ...policy, clock, signal },
    );
    stream = current;
    try {
      for (let batch = await current.next(); batch; batch = await current.next()) {
        progress.hasOpened = true;
        for (const event of batch) {
          if (signal.aborted) return finish('nothing');
          if (event.type === 'retry') progress.minDelay = event.delay;
          if (event.type === 'open') cursor ??= event.cursor;
          // After the yield: the message before it was taken, so it need not come again.
          if (event.type === 'cursor') cursor = event.cursor;
          if (event.type !== 'message' || !isWanted(event.message)) continue;
          progress.hasProgressed = true;
          yield toMessage(createEntry(event.message, event.message.id, 0, 0));
        }
      }
      return finish(progress.hasOpened ? 'closed' : 'nothing');
    } catch (error) {
      return finish('failed', toConversationError(error, 'invalid_response', { retryable: true }));
    } finally {
      current.close();
      stream = undefined;
    }
  }
  const isWanted = (message: ServerMessage): boolean =>
    message.conversationId === conversationId && yielded.add(message.id);

  async function* run(): AsyncGenerator<Message, void, undefined> {
    if (options.signal?.aborted) return;
    options.signal?.addEventListener('abort', handleAbort, { once: true });
    let memory = initialRetryMemory;
    while (!signal.aborted) {
      budget.take(clock.now());
      const outcome = yield* attempt();
      if (signal.aborted) return;
      const decision = decideRetry(memory, outcome, policy, random);
      memory = decision.memory;
      const { step } = decision;
      if (step.kind !== 'retry') return end(outcome.error);
      if (step.isCursorDropped) cursor = undefined;
      const isQuiet = await pause(Math.max(step.delay, budget.delayUntilFree(clock.now())));
      if (!isQuiet) return;
    }
  }
  /** Resolves with false when the iteration was given up meanwhile. */
  const pause = (delay: number): Promise<boolean> =>
    sleep(clock, delay, signal).then(
      () => true,
      () => false,
    );
  return {
    run,
    close() {
      options.signal?.removeEventListener('abort', handleAbort);
      controller.abort();
      stream?.close();
    },
  };
}

/** A spent or refused stream: quiet after clean closes, an error after failures. */
function end(error: ConversationError | undefined): void {
  if (error && !(isConversationError(error) && error.code === 'aborted')) throw error;
}

function createRecentIds(): { add(id: string): boolean } {
  const ids = new Set<string>();
  return {
    /** Whether the id is new. */
    add(id) {
      if (ids.has(id)) return false;
      ids.add(id);
      for (const oldest of ids) {
        if (ids.size <= maxRemembered) break;
        ids.delete(oldest);
      }
      return true;
    },
  };
}
