import type { Clock, WakeReason } from '../environment.ts';
import type { ConversationEvent } from '../model/conversationEvent.ts';
import { toConversationError, type ConversationError } from '../model/conversationError.ts';
import type { Connection, ConnectionStatus } from '../model/conversationState.ts';
import type { ConnectionPolicy } from '../transport.ts';
import { createAttemptBudget } from './attemptBudget.ts';
import { getProbeDelay } from './delays.ts';
import { guardStream, type GuardedStream } from './guardStream.ts';
import {
  decideRetry,
  initialRetryMemory,
  type AttemptOutcome,
  type RetryMemory,
  type RetryStep,
} from './retryDecision.ts';

type Batch = readonly ConversationEvent[];

export interface FeedOptions {
  /** One attempt, resumed after `after`. */
  readonly open: (after: string | undefined, signal: AbortSignal) => AsyncIterable<Batch>;
  readonly policy: ConnectionPolicy;
  readonly clock: Clock;
  readonly random: () => number;
  readonly isOnline: () => boolean;
  readonly getCursor: () => string | undefined;
  /** Commits a batch, cursor included, in one synchronous step. */
  readonly onBatch: (events: Batch, usedCursor: string | undefined) => void;
  /** The stream that was open is gone: nothing after the last batch is proven. */
  readonly onDown: () => void;
  /** The server refused the cursor, or what follows it cannot be read. */
  readonly onCursorDropped: () => void;
  /** Woken after a long silence with the stream seemingly open. */
  readonly onDoubt: () => void;
  readonly onChange: (connection: Connection) => void;
}

/** The attempt loop of one conversation's feed: reconnects for as long as it is started. */
export interface Feed {
  start(): void;
  /** Hangs up. Afterwards: no callback, timer, request. */
  stop(): void;
  /** Attempts now, with a fresh retry budget. Starts the feed if it was stopped. */
  restart(): void;
  wake(reason: WakeReason): void;
}

const attemptsPerMinute = 20;
/** A liveness check is due when a page wakes and the last byte is older than this (PROTOCOLS §10.1). */
const doubtAfter = 30_000;
const wakeJitter = 300;

export function createFeed(options: FeedOptions): Feed {
  const { policy, clock, random, isOnline, onChange } = options;
  const budget = createAttemptBudget(attemptsPerMinute);
  let session: AbortController | undefined;
  let stream: GuardedStream<Batch> | undefined;
  let lastActivityAt: number | undefined;
  let wait: { readonly end: () => void; readonly earliest: number } | undefined;
  let wakeTimer: unknown;
  let connection: Connection = { status: 'idle', attempt: 0 };

  const publish = (next: Connection): void => {
    connection = next;
    onChange(next);
  };
  const report = (
    status: ConnectionStatus,
    attempt: number,
    extra: Partial<Connection> = {},
  ): void =>
    publish({
      status,
      attempt,
      ...(lastActivityAt === undefined ? {} : { lastActivityAt }),
      ...extra,
    });

  /** Until `delay` is over or something wakes it, but not before `minDelay`. */
  const pause = (delay: number, minDelay: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        clock.clearTimeout(timer);
        clock.clearTimeout(wakeTimer);
        wakeTimer = undefined;
        signal.removeEventListener('abort', end);
        wait = undefined;
        resolve();
      };
      const timer = clock.setTimeout(end, delay);
      wait = { end, earliest: clock.now() + minDelay };
      signal.addEventListener('abort', end, { once: true });
    });

  const attempt = async (signal: AbortSignal): Promise<AttemptOutcome> => {
    const usedCursor = options.getCursor();
    const progress = createProgress(policy, clock);
    const finish = (kind: AttemptOutcome['kind'], error?: ConversationError): AttemptOutcome => ({
      kind,
      ...(error ? { error } : {}),
      ...progress.read(),
      usedCursor,
      cursor: options.getCursor(),
    });
    let current: GuardedStream<Batch> | undefined;
    try {
      current = guardStream<Batch>((signal) => options.open(usedCursor, signal), {
        clock,
        signal,
        ...policy,
      });
      stream = current;
      for (let batch = await current.next(); batch; batch = await current.next()) {
        if (signal.aborted) break;
        if (!progress.read().hasOpened) report('open', 0);
        lastActivityAt = clock.now();
        progress.note(batch);
        options.onBatch(batch, usedCursor);
      }
      return finish(progress.read().hasOpened ? 'closed' : 'nothing');
    } catch (error) {
      return finish('failed', toConversationError(error, 'invalid_response', { retryable: true }));
    } finally {
      current?.close();
      if (stream === current) stream = undefined;
    }
  };

  /** Resolves with false when the feed is over. */
  const follow = async (
    step: RetryStep,
    memory: RetryMemory,
    error: ConversationError | undefined,
    signal: AbortSignal,
  ): Promise<boolean> => {
    const detail = error ? { error } : {};
    if (step.kind === 'end') {
      report(error?.code === 'unauthorized' ? 'unauthorized' : 'closed', 0, detail);
      return false;
    }
    const isSpent = step.kind === 'spent';
    if (!isSpent && step.isCursorDropped) options.onCursorDropped();
    const delay = isSpent ? Math.max(getProbeDelay(random), step.minDelay) : step.delay;
    if (delay === 0) return true;
    const isOffline = !isOnline();
    // Offline is a hint: the timer is stretched, never removed.
    const wanted = isOffline ? Math.max(delay, 30_000) : delay;
    const status = isOffline ? 'offline' : isSpent ? 'stalled' : 'waiting';
    report(status, memory.failures, { ...detail, retryAt: clock.now() + wanted });
    await pause(wanted, step.minDelay, signal);
    return true;
  };

  const run = async (signal: AbortSignal): Promise<void> => {
    let memory = initialRetryMemory;
    let isRunning = true;
    while (isRunning) {
      const blockedFor = budget.reserve(clock.now());
      if (blockedFor > 0) {
        report('waiting', memory.failures, { retryAt: clock.now() + blockedFor });
        await pause(blockedFor, blockedFor, signal);
        if (signal.aborted) return;
      }
      report('connecting', memory.failures + 1);
      const outcome = await attempt(signal);
      if (signal.aborted) return;
      if (outcome.hasOpened) options.onDown();
      const decision = decideRetry(memory, outcome, policy, random);
      memory = decision.memory;
      isRunning = await follow(decision.step, memory, outcome.error, signal);
      if (signal.aborted) return;
    }
  };

  const start = (): void => {
    if (session) return;
    session = new AbortController();
    void run(session.signal);
  };
  const stop = (): void => {
    session?.abort();
    session = undefined;
    clock.clearTimeout(wakeTimer);
    wakeTimer = undefined;
  };
  /** At most one wake-up is pending; it ends the wait within the jitter, yet keeps what the server asked for. */
  const endWaitSoon = (): void => {
    if (!wait || wakeTimer !== undefined) return;
    const delay = Math.max(random() * wakeJitter, wait.earliest - clock.now());
    wakeTimer = clock.setTimeout(() => {
      wakeTimer = undefined;
      wait?.end();
    }, delay);
  };
  return {
    start,
    stop,
    restart() {
      stop();
      start();
    },
    wake(reason) {
      if (reason === 'offline') {
        if (wait) publish({ ...connection, status: 'offline' });
        return;
      }
      stream?.check();
      if (stream && clock.now() - (lastActivityAt ?? 0) > doubtAfter) options.onDoubt();
      endWaitSoon();
    },
  };
}

interface Progress {
  note(batch: Batch): void;
  read(): Pick<AttemptOutcome, 'hasOpened' | 'hasProgressed' | 'livedFor' | 'minDelay'>;
}

function createProgress({ resetAfter }: ConnectionPolicy, clock: Clock): Progress {
  // From the request on: servers and proxies that limit a stream's life count from there, too.
  const startedAt = clock.now();
  let hasOpened = false;
  let hasEvent = false;
  let minDelay = 0;
  const counts = (event: ConversationEvent): boolean =>
    event.type === 'message' ||
    (resetAfter !== 'message' && event.type !== 'open' && event.type !== 'retry');
  return {
    note(batch) {
      hasOpened = true;
      hasEvent ||= batch.some(counts);
      for (const event of batch) if (event.type === 'retry') minDelay = event.delay;
    },
    read() {
      const livedFor = hasOpened ? clock.now() - startedAt : 0;
      const hasLived = typeof resetAfter === 'number' && livedFor >= resetAfter;
      return {
        hasOpened,
        hasProgressed: hasEvent || hasLived,
        livedFor,
        minDelay,
      };
    },
  };
}
