import type { Clock, Environment, WakeReason } from '../environment.ts';
import type { ConversationEvent } from '../model/conversationEvent.ts';
import { toConversationError, type ConversationError } from '../model/conversationError.ts';
import type { Connection, ConnectionStatus } from '../model/conversationState.ts';
import type { ConversationTransport } from '../transport.ts';
import { createAttemptBudget } from './attemptBudget.ts';
import { guardStream, type GuardedStream } from './guardStream.ts';
import { decideRetry, initialRetryMemory, type AttemptOutcome } from './retryDecision.ts';
import { sleep } from './sleep.ts';

type Batch = readonly ConversationEvent[];

export interface FeedOptions {
  readonly conversationId: string;
  readonly transport: ConversationTransport;
  readonly clock: Clock;
  readonly random: () => number;
  readonly environment: Pick<Environment, 'isOnline'>;
  /** Where to resume. Moved by whoever commits; given up when the server refuses it, or what follows cannot be read. */
  readonly position: { cursor: string | undefined };
  /** Commits a batch, cursor included, in one synchronous step. */
  readonly onBatch: (events: Batch, usedCursor: string | undefined) => void;
  /** The stream that was open is gone: nothing after the last batch is proven. */
  readonly onDown: () => void;
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
  const { transport, conversationId, clock, random, environment, position, onChange } = options;
  const { policy } = transport;
  const budget = createAttemptBudget(attemptsPerMinute);
  let session: AbortController | undefined;
  let stream: GuardedStream<Batch> | undefined;
  /** Epoch ms of the last byte; 0 before the first. */
  let lastActivityAt = 0;
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
  ): void => publish({ status, attempt, ...(lastActivityAt && { lastActivityAt }), ...extra });

  const endWait = (): void => {
    clock.clearTimeout(wakeTimer);
    wakeTimer = undefined;
    wait = undefined;
  };
  /** Until `delay` is over or something wakes it, but not before `minDelay`. */
  const pause = async (delay: number, minDelay: number, signal: AbortSignal): Promise<void> => {
    const earliest = clock.now() + minDelay;
    await sleep(clock, delay, signal, (end) => (wait = { end, earliest }));
    endWait();
  };

  const attempt = async (signal: AbortSignal): Promise<AttemptOutcome> => {
    const { resetAfter } = policy;
    // From the request on: servers and proxies that limit a stream's life count from there, too.
    const startedAt = clock.now();
    const usedCursor = transport.continuity === 'none' ? undefined : position.cursor;
    const after = usedCursor === undefined ? {} : { after: usedCursor };
    let hasOpened = false;
    let hasEvent = false;
    let minDelay = 0;
    let error: ConversationError | undefined;
    let current: GuardedStream<Batch> | undefined;
    const note = (event: ConversationEvent): void => {
      const { type } = event;
      if (type === 'retry') minDelay = event.delay;
      else hasEvent ||= type === 'message' || (resetAfter !== 'message' && type !== 'open');
    };
    try {
      const guard = { clock, signal, ...policy };
      const open = (end: AbortSignal): AsyncIterable<Batch> =>
        transport.openFeed!({ conversationId, signal: end, ...after });
      stream = current = guardStream(open, guard);
      for (let batch = await current.next(); batch; batch = await current.next()) {
        if (signal.aborted) break;
        if (connection.status !== 'open') report('open', 0);
        hasOpened = true;
        lastActivityAt = clock.now();
        batch.forEach(note);
        options.onBatch(batch, usedCursor);
      }
    } catch (thrown) {
      error = toConversationError(thrown, 'invalid_response', { retryable: true });
    } finally {
      current?.close();
      if (stream === current) stream = undefined;
    }
    const livedFor = hasOpened ? clock.now() - startedAt : 0;
    const hasLived = typeof resetAfter === 'number' && livedFor >= resetAfter;
    const hasProgressed = hasEvent || hasLived;
    const { cursor } = position;
    return { error, hasOpened, hasProgressed, livedFor, usedCursor, cursor, minDelay };
  };

  const run = async (signal: AbortSignal): Promise<void> => {
    let memory = initialRetryMemory;
    for (;;) {
      const blockedFor = budget.reserve(clock.now());
      if (blockedFor > 0) {
        report('waiting', memory.failures, { retryAt: clock.now() + blockedFor });
        await pause(blockedFor, blockedFor, signal);
      }
      report('connecting', memory.failures + 1);
      const outcome = await attempt(signal);
      if (signal.aborted) return;
      if (outcome.hasOpened) options.onDown();
      const { error } = outcome;
      const step = decideRetry(memory, outcome, policy, random);
      const { kind, delay, minDelay } = step;
      const detail = error ? { error } : {};
      if (kind === 'end')
        return report(error?.code === 'unauthorized' ? 'unauthorized' : 'closed', 0, detail);
      memory = step;
      if (step.isCursorDropped) position.cursor = undefined;
      if (delay === 0) continue;
      const isOffline = !environment.isOnline();
      // Offline is a hint: the timer is stretched, never removed.
      const wanted = isOffline ? Math.max(delay, 30_000) : delay;
      const status = isOffline ? 'offline' : kind === 'spent' ? 'stalled' : 'waiting';
      report(status, memory.failures, { ...detail, retryAt: clock.now() + wanted });
      await pause(wanted, minDelay, signal);
    }
  };

  const start = (): void => {
    if (session) return;
    session = new AbortController();
    const { signal } = session;
    run(signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  };
  const stop = (): void => {
    session?.abort();
    session = undefined;
    endWait();
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
      const { status } = connection;
      if (reason === 'offline') {
        // The stream may live all the same: what arrives says so.
        if (wait || status === 'open') publish({ ...connection, status: 'offline' });
        return;
      }
      stream?.check();
      if (stream && status === 'offline') report('open', 0);
      if (stream && clock.now() - lastActivityAt > doubtAfter) options.onDoubt();
      endWaitSoon();
    },
  };
}
