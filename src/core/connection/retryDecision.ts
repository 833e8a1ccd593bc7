import type { ConversationError } from '../model/conversationError.ts';
import type { ConnectionPolicy } from '../transport.ts';
import { getAskedDelay } from './delays.ts';

/** How one attempt at a stream ended. */
export interface AttemptOutcome {
  /** `nothing`: the server has nothing to stream (204). `closed`: a clean end. */
  readonly kind: 'nothing' | 'closed' | 'failed';
  readonly error?: ConversationError;
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

export type RetryStep =
  | {
      readonly kind: 'retry';
      readonly delay: number;
      readonly minDelay: number;
      readonly isCursorDropped: boolean;
    }
  /** The budget is spent. */
  | { readonly kind: 'spent'; readonly minDelay: number }
  /** The server said no, or has nothing. */
  | { readonly kind: 'end' };

export const initialRetryMemory: RetryMemory = { failures: 0, refusals: 0, brokenAt: undefined };

/** A stream that lived this long, ms, did its work; its clean close is no failure: proxies cut idle streams (DESIGN §6). */
const healthyLife = 60_000;

/** What follows an attempt (DESIGN §6, PROTOCOLS §10.1). Pure. */
export function decideRetry(
  before: RetryMemory,
  outcome: AttemptOutcome,
  policy: ConnectionPolicy,
  random: () => number,
): { memory: RetryMemory; step: RetryStep } {
  const memory = remember(before, outcome);
  if (outcome.kind === 'nothing') return { memory, step: { kind: 'end' } };
  if (isDeadCursor(outcome))
    return { memory, step: { kind: 'retry', delay: 0, minDelay: 0, isCursorDropped: true } };
  if (isFinal(outcome, memory)) return { memory, step: { kind: 'end' } };
  const minDelay = getMinDelay(outcome, policy);
  if (memory.failures > policy.maxRetries) return { memory, step: { kind: 'spent', minDelay } };
  const delay = Math.max(policy.backoff(Math.max(0, memory.failures - 1), random), minDelay);
  const isCursorDropped =
    isBroken(outcome) && outcome.cursor !== undefined && before.brokenAt === outcome.cursor;
  return { memory, step: { kind: 'retry', delay, minDelay, isCursorDropped } };
}

function remember(before: RetryMemory, outcome: AttemptOutcome): RetryMemory {
  // A healthy life ends a run of failures too: a quiet conversation must not stall for drops hours apart.
  const isHealthy = outcome.livedFor >= healthyLife;
  const failures = outcome.hasProgressed || isHealthy ? 0 : before.failures;
  const refusals = outcome.hasOpened ? 0 : before.refusals;
  return {
    failures: isHealthy && outcome.kind === 'closed' ? 0 : failures + 1,
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

function getMinDelay({ error, minDelay }: AttemptOutcome, policy: ConnectionPolicy): number {
  return Math.max(getAskedDelay(error, policy), minDelay);
}
