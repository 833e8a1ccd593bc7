import type { ConversationError } from '../model/conversationError.ts';
import type { ConnectionPolicy } from '../transport.ts';
import { getAskedDelay, getRetryDelay } from './delays.ts';

/** How one attempt at a stream ended. */
export interface AttemptOutcome {
  /** None: a clean end, or nothing to stream (204) where it never opened. */
  readonly error: ConversationError | undefined;
  readonly hasOpened: boolean;
  /** The policy's reset condition was met: a message, an event, or a long enough life. */
  readonly hasProgressed: boolean;
  /** Ms between the request and the end; 0 when it never opened. */
  readonly livedFor: number;
  /** The cursor the attempt asked to resume from. */
  readonly usedCursor: string | undefined;
  /** The cursor it ended at. */
  readonly cursor: string | undefined;
  /** Lower bound the stream asked for by `retry:`, ms. */
  readonly minDelay: number;
}

/** What is remembered between attempts. Start with `initialRetryMemory`. */
export interface RetryMemory {
  readonly failures: number;
  readonly refusals: number;
  /** Where an event could not be taken in. */
  readonly brokenAt: string | undefined;
}

/** What comes next, and what to remember. `end`: the server said no, or has nothing. `spent`: only a slow probe goes on. */
export interface RetryStep extends RetryMemory {
  readonly kind: 'retry' | 'spent' | 'end';
  /** Ms to wait. */
  readonly delay: number;
  /** Ms that not even a wake-up shortens. */
  readonly minDelay: number;
  /** Go on without the cursor. */
  readonly isCursorDropped: boolean;
}

export const initialRetryMemory: RetryMemory = { failures: 0, refusals: 0, brokenAt: undefined };

/** A stream that lived this long, ms, did its work; its clean close is no failure: proxies cut idle streams (DESIGN §6). */
const healthyLife = 60_000;

/** What follows an attempt (DESIGN §6, PROTOCOLS §10.1). Pure. */
export function decideRetry(
  before: RetryMemory,
  outcome: AttemptOutcome,
  policy: ConnectionPolicy,
  random: () => number,
): RetryStep {
  const { error, cursor } = outcome;
  const memory = remember(before, outcome);
  const answer = (kind: RetryStep['kind'], delay = 0, isCursorDropped = false): RetryStep => ({
    ...memory,
    kind,
    delay,
    minDelay,
    isCursorDropped,
  });
  const minDelay = Math.max(getAskedDelay(error, policy), outcome.minDelay);
  if (!error && !outcome.hasOpened) return answer('end');
  if (isDeadCursor(outcome)) return answer('retry', 0, true);
  if (isFinal(outcome, memory)) return answer('end');
  const { failures } = memory;
  return answer(
    failures > policy.maxRetries ? 'spent' : 'retry',
    Math.max(getRetryDelay(policy, failures, random), minDelay),
    isBroken(outcome) && cursor !== undefined && before.brokenAt === cursor,
  );
}

function remember(before: RetryMemory, outcome: AttemptOutcome): RetryMemory {
  // A healthy life ends a run of failures too: a quiet conversation must not stall for drops hours apart.
  const isHealthy = outcome.livedFor >= healthyLife;
  const failures = outcome.hasProgressed || isHealthy ? 0 : before.failures;
  const refusals = outcome.hasOpened ? 0 : before.refusals;
  return {
    failures: isHealthy && !outcome.error ? 0 : failures + 1,
    refusals: outcome.error?.code === 'unauthorized' ? refusals + 1 : refusals,
    brokenAt: isBroken(outcome) ? outcome.cursor : undefined,
  };
}

/** A 400 or 410 that answers a cursor: the same without it may work. */
function isDeadCursor({ error, usedCursor }: AttemptOutcome): boolean {
  return usedCursor !== undefined && (error?.code === 'bad_request' || error?.code === 'gone');
}

/** One 401 may be an old credential: the next attempt brings a fresh one. Two in a row are an answer. */
function isFinal({ error }: AttemptOutcome, { refusals }: RetryMemory): boolean {
  return error !== undefined && (!error.retryable || refusals > 1);
}

/** An event arrived that cannot be taken in; after the same cursor it would come again. */
function isBroken({ error }: AttemptOutcome): boolean {
  return error?.code === 'event_too_large' || error?.code === 'invalid_response';
}
