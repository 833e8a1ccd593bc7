import type { VirtualClock } from './virtualClock.ts';

export interface RateLimitOptions {
  /** Requests per window. */
  readonly limit: number;
  /** ms */
  readonly window: number;
}

/** Counts requests in fixed windows. */
export interface RateLimiter {
  /** Counts one. Tells what is left, and the seconds to wait when nothing is. */
  count(): { readonly headers: Readonly<Record<string, string>>; readonly retryAfter?: number };
}

export function createRateLimiter(clock: VirtualClock, options: RateLimitOptions): RateLimiter {
  let windowEnd = 0;
  let used = 0;
  return {
    count() {
      const now = clock.now();
      if (now >= windowEnd) {
        windowEnd = now + options.window;
        used = 0;
      }
      used += 1;
      const headers = {
        'x-ratelimit-limit': String(options.limit),
        'x-ratelimit-remaining': String(Math.max(0, options.limit - used)),
        'x-ratelimit-reset': String(Math.ceil(windowEnd / 1000)),
      };
      if (used <= options.limit) return { headers };
      return { headers, retryAfter: Math.max(1, Math.ceil((windowEnd - now) / 1000)) };
    },
  };
}
