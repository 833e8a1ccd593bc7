import type { ConnectionPolicy } from '../transport.ts';
import { createFullJitter } from './backoff.ts';

/**
 * What a transport starts from: `{ …, policy: { ...defaultPolicy, maxRetries: 10 } }`. Full jitter from 0.5 to 10 s,
 * five retries until an event arrives, `Retry-After` up to a minute, 45 s between bytes, 30 s for everything else.
 */
export const defaultPolicy: ConnectionPolicy = {
  backoff: createFullJitter({ base: 500, cap: 10_000 }),
  maxRetryAfter: 60_000,
  idleTimeout: 45_000,
  headersTimeout: 30_000,
  requestTimeout: 30_000,
  maxRetries: 5,
  resetAfter: 'event',
};
