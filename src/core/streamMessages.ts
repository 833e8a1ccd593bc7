import { createAttemptBudget } from './connection/attemptBudget.ts';
import { createRecentIds } from './connection/createRecentIds.ts';
import { guardStream, type GuardedStream } from './connection/guardStream.ts';
import {
  decideRetry,
  initialRetryMemory,
  type AttemptOutcome,
} from './connection/retryDecision.ts';
import { sleep } from './connection/sleep.ts';
import { withTimeout } from './connection/withTimeout.ts';
import { createHistoryReader, type HistoryReader } from './conversation/createHistoryReader.ts';
import { readNewest } from './conversation/readRun.ts';
import { systemClock, type Clock } from './environment.ts';
import { ConversationError, toConversationError } from './model/conversationError.ts';
import type { ConversationEvent } from './model/conversationEvent.ts';
import type { Message, ServerMessage } from './model/message.ts';
import { createEntry, toMessage } from './transcript/entry.ts';
import { getOrder, type Run } from './transcript/run.ts';
import type { ConversationTransport } from './transport.ts';

export interface StreamMessagesOptions {
  /**
   * Start after this cursor (for BimpeAI a message id or an ISO time), exclusive; on a feed without a cursor
   * (Expys), after the message with this id. Default: from now on.
   */
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
 * `break`; throws a ConversationError when the server refuses or failures spent the retries.
 */
export function streamMessages<TMetadata = unknown>(
  transport: ConversationTransport<TMetadata>,
  conversationId: string,
  options: StreamMessagesOptions = {},
): AsyncGenerator<Message<TMetadata>, void, undefined> {
  const controller = new AbortController();
  const messages = run(transport, conversationId, options, controller);
  const leave = messages.return.bind(messages);
  // A generator's own return() waits for the pending next(), which may be waiting for a message for ever.
  return Object.assign(messages, {
    return(value?: void | PromiseLike<void>) {
      controller.abort();
      return leave(value);
    },
  }) as AsyncGenerator<Message<TMetadata>, void, undefined>;
}

async function* run(
  transport: ConversationTransport,
  conversationId: string,
  options: StreamMessagesOptions,
  controller: AbortController,
): AsyncGenerator<Message, void, undefined> {
  if (!transport.openFeed) {
    throw new ConversationError(
      'unsupported',
      `The ${transport.name} transport has no feed: use streamTurn for its answers.`,
    );
  }
  const { signal } = options;
  if (signal?.aborted) return;
  const handleAbort = (): void => controller.abort();
  signal?.addEventListener('abort', handleAbort, { once: true });
  try {
    yield* new MessagePull(transport, conversationId, options, controller.signal).run();
  } finally {
    signal?.removeEventListener('abort', handleAbort);
    controller.abort();
  }
}

/** Ids remembered to yield each message once: more than any server replays after a cursor we were at. */
const maxRemembered = 5_000;
const attemptsPerMinute = 20;
const missedPageSize = 100;
const markTimeout = 5_000;

interface AttemptProgress {
  hasOpened: boolean;
  hasProgressed: boolean;
  minDelay: number;
}

/** One iteration: where it is, what it has yielded, and how often it failed. */
class MessagePull {
  private cursor: string | undefined;
  /** Where the caller is, on a wire without a cursor: the id of the last message it has. */
  private readonly afterId: string | undefined;
  private newest: ServerMessage | undefined;
  /** The newest message when the first stream opened, `null` if there was none: a look back ends there. */
  private start: ServerMessage | null | undefined;
  private ticks = 0;
  /** An earlier stream opened: what came since is owed. */
  private hasOpened = false;
  private readonly yielded = createRecentIds(maxRemembered);
  private readonly budget = createAttemptBudget(attemptsPerMinute);
  private readonly transport: ConversationTransport;
  private readonly conversationId: string;
  private readonly options: StreamMessagesOptions;
  private readonly reader: HistoryReader;
  private readonly signal: AbortSignal;
  private readonly clock: Clock;
  private readonly random: () => number;

  constructor(
    transport: ConversationTransport,
    conversationId: string,
    options: StreamMessagesOptions,
    signal: AbortSignal,
  ) {
    this.transport = transport;
    this.conversationId = conversationId;
    this.options = options;
    this.signal = signal;
    if (transport.continuity === 'none') this.afterId = options.after;
    else this.cursor = options.after;
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? Math.random;
    const { clock, random } = this;
    this.reader = createHistoryReader({
      transport,
      conversationId,
      clock,
      random,
      pageSize: missedPageSize,
      transcript: { tick: () => (this.ticks += 1) },
      note: () => {},
    });
  }

  async *run(): AsyncGenerator<Message, void, undefined> {
    const { reconnect = true, maxRetries = 5, timeout } = this.options;
    const base = this.transport.policy;
    const policy = {
      ...base,
      maxRetries: reconnect ? maxRetries : 0,
      idleTimeout: timeout ?? base.idleTimeout,
    };
    let memory = initialRetryMemory;
    if (this.options.after === undefined) await this.markStart();
    this.budget.reserve(this.clock.now());
    while (!this.signal.aborted) {
      const outcome = yield* this.attempt(policy);
      if (this.signal.aborted) return;
      const step = decideRetry(memory, outcome, policy, this.random);
      memory = step;
      // Clean closes that spent the retries, and 204, end quietly; failures and refusals are told.
      if (step.kind !== 'retry' || this.isRefusedStart(outcome, step.isCursorDropped))
        return endWith(outcome.error);
      if (step.isCursorDropped) this.cursor = undefined;
      await this.wait(step.delay);
    }
  }

  private get canLookBack(): boolean {
    return this.newest !== undefined || this.start !== undefined || this.afterId !== undefined;
  }

  /** Nothing was yielded to go on from: starting from now instead would silently lose messages. */
  private isRefusedStart({ error }: AttemptOutcome, isCursorDropped: boolean): boolean {
    return isCursorDropped && error !== undefined && !this.canLookBack;
  }

  private async *attempt(
    policy: ConversationTransport['policy'],
  ): AsyncGenerator<Message, AttemptOutcome, undefined> {
    const usedCursor = this.cursor;
    const progress: AttemptProgress = { hasOpened: false, hasProgressed: false, minDelay: 0 };
    const finish = (error?: ConversationError): AttemptOutcome => ({
      ...progress,
      error,
      // Every close counts here: a stream that brings nothing must end some day (PROTOCOLS §3.7).
      livedFor: 0,
      usedCursor,
      cursor: this.cursor,
    });
    const stream = guardStream((signal) => this.open(usedCursor, signal), {
      ...policy,
      clock: this.clock,
      signal: this.signal,
    });
    try {
      yield* this.take(stream, usedCursor, progress);
      return finish();
    } catch (error) {
      return finish(toConversationError(error, 'invalid_response', { retryable: true }));
    } finally {
      stream.close();
    }
  }

  private open(
    after: string | undefined,
    signal: AbortSignal,
  ): AsyncIterable<readonly ConversationEvent[]> {
    const { conversationId } = this;
    return this.transport.openFeed!({
      conversationId,
      signal,
      ...(after === undefined ? {} : { after }),
    });
  }

  private async *take(
    stream: GuardedStream<readonly ConversationEvent[]>,
    usedCursor: string | undefined,
    progress: AttemptProgress,
  ): AsyncGenerator<Message, void, undefined> {
    for (let batch = await stream.next(); batch; batch = await stream.next()) {
      const isFirst = !progress.hasOpened;
      progress.hasOpened = true;
      const isOwed = this.hasOpened || this.afterId !== undefined;
      if (isFirst && isOwed && usedCursor === undefined && this.canLookBack)
        yield* this.takeMissed(progress);
      this.hasOpened = true;
      for (const event of batch) {
        if (this.signal.aborted) return;
        if (event.type === 'retry') progress.minDelay = event.delay;
        if (event.type === 'open') this.cursor ??= event.cursor;
        if (event.type === 'message')
          yield* this.offer(await this.complete(event.message), progress);
        // After the yield: the message before it was taken, so it need not come again.
        if (event.type === 'cursor') this.cursor = event.cursor;
      }
    }
  }

  private *offer(
    message: ServerMessage,
    progress: AttemptProgress,
  ): Generator<Message, void, undefined> {
    if (message.conversationId !== this.conversationId || !this.yielded.add(message.id)) return;
    progress.hasProgressed = true;
    if (!this.newest || getOrder(message) >= getOrder(this.newest)) this.newest = message;
    yield toMessage(createEntry(message, message.id, 0, 0));
  }

  /** The stream goes on without a cursor: what was said meanwhile is in the history only. */
  private async *takeMissed(progress: AttemptProgress): AsyncGenerator<Message, void, undefined> {
    const last = this.newest ?? this.start;
    const floor = last ? getOrder(last) : Number.NEGATIVE_INFINITY;
    const lastId = last ? last.id : this.afterId;
    const { run } = await readNewest(
      { ...this.reader, note: () => {} },
      {
        signal: this.signal,
        maxPages: Infinity,
        maxRetries: this.options.maxRetries ?? 5,
        isEnough: (read: Run) =>
          read.items.some(({ message }) => message.id === lastId || getOrder(message) < floor),
      },
    );
    const at = run.items.findIndex(({ message }) => message.id === lastId);
    if (at < 0 && !last && lastId !== undefined) throw createUnknownAfter(lastId);
    // Deleted meanwhile: time tells what is newer than it was.
    for (const { message } of run.items.slice(at + 1))
      if (at >= 0 || getOrder(message) >= floor) yield* this.offer(message, progress);
  }

  /**
   * Where "from now" is, should the stream drop before it brought anything to resume from: read before it
   * opens, or what comes in between could be taken for old. A history that does not answer is done without.
   */
  private async markStart(): Promise<void> {
    const { clock, signal } = this;
    const page = await withTimeout(clock, markTimeout, signal, (inTime) =>
      this.reader.readPage({ limit: 1, signal: inTime, maxRetries: 0 }),
    ).catch(() => undefined);
    if (page) this.start = page.items.at(-1)?.message ?? null;
  }

  /** Whole messages only: what the wire left out is asked for; if that fails, what there is must do. */
  private async complete(message: ServerMessage): Promise<ServerMessage> {
    if (!message.isIncomplete || !this.transport.getMessage || this.yielded.has(message.id))
      return message;
    return (
      (await this.reader.readMessage(message.id, this.signal).catch(() => undefined)) ?? message
    );
  }

  private wait(delay: number): Promise<void> {
    const { clock, signal } = this;
    // The place in the budget is booked when it is about to be used, not before the back-off.
    return sleep(clock, delay, signal)
      .then(() => sleep(clock, this.budget.reserve(clock.now()), signal))
      .catch(() => {});
  }
}

function createUnknownAfter(id: string): ConversationError {
  return new ConversationError('bad_request', `There is no message "${id}" to go on after.`);
}

function endWith(error: ConversationError | undefined): void {
  if (error && error.code !== 'aborted') throw error;
}
