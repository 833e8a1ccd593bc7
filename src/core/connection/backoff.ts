/** Delay in ms before the next attempt after `failures` (from 0) consecutive failures. */
export type Backoff = (failures: number, random: () => number) => number;

interface BackoffOptions {
  /** First step, ms. */
  readonly base: number;
  /** Longest step, ms. */
  readonly cap: number;
}

/** Uniform in [0, step): spreads a crowd of clients best (PROTOCOLS §10.1). */
export function createFullJitter({ base, cap }: BackoffOptions): Backoff {
  return (failures, random) => random() * step(failures, base, cap);
}

/** Uniform in [step / 2, step): never at once (BimpeAI, PROTOCOLS §3.7). */
export function createEqualJitter({ base, cap }: BackoffOptions): Backoff {
  return (failures, random) => step(failures, base, cap) * (0.5 + 0.5 * random());
}

function step(failures: number, base: number, cap: number): number {
  // 2^30 half-seconds are 17 years; above, the power would only overflow.
  return Math.min(cap, base * 2 ** Math.min(failures, 30));
}
