import type { FaultKind } from './faultKinds.ts';
import type { Violation } from './oracle/view.ts';
import { runSeed } from './runSeed.ts';
import { findShape } from './shapes.ts';
import { loadSubject, type Subject } from './subject.ts';

/** A stretch of seeds for one process. Plain data: it travels between processes. */
export interface Batch {
  readonly shape: string;
  /** The folder of a `src` to test instead of this one. */
  readonly source?: string;
  readonly from: number;
  readonly to: number;
  readonly skip?: readonly number[];
  readonly stopsAtFirst?: boolean;
}

export interface Failure {
  readonly seed: number;
  readonly violations: readonly Violation[];
}

export interface BatchResult {
  readonly seeds: number;
  readonly states: number;
  readonly bites: Partial<Record<FaultKind, number>>;
  readonly failures: readonly Failure[];
}

export const emptyResult: BatchResult = { seeds: 0, states: 0, bites: {}, failures: [] };

const subjects = new Map<string | undefined, Promise<Subject>>();

export async function runBatch({
  shape,
  source,
  from,
  to,
  skip = [],
  stopsAtFirst,
}: Batch): Promise<BatchResult> {
  const subject = await findSubject(source);
  let result = emptyResult;
  for (let seed = from; seed <= to; seed += 1) {
    if (skip.includes(seed)) continue;
    const { violations, bites, states } = await runSeed(seed, { subject, shape: findShape(shape) });
    const failures = violations.length > 0 ? [{ seed, violations: violations.slice(0, 3) }] : [];
    result = addResults(result, { seeds: 1, states, bites: Object.fromEntries(bites), failures });
    if (failures.length > 0 && stopsAtFirst) break;
  }
  return result;
}

export function addResults(a: BatchResult, b: BatchResult): BatchResult {
  const bites = { ...a.bites };
  for (const [kind, count] of Object.entries(b.bites) as [FaultKind, number][]) {
    bites[kind] = (bites[kind] ?? 0) + count;
  }
  return {
    seeds: a.seeds + b.seeds,
    states: a.states + b.states,
    bites,
    failures: [...a.failures, ...b.failures],
  };
}

function findSubject(source: string | undefined): Promise<Subject> {
  const known = subjects.get(source) ?? loadSubject(source);
  subjects.set(source, known);
  return known;
}
