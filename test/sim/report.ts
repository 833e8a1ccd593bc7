import type { BatchResult, Failure } from './batch.ts';
import { faultKinds, type FaultKind } from './faultKinds.ts';
import { findShape } from './shapes.ts';

/** Below this many seeds a rare fault may bite less often than the figure asks. */
const fullRun = 10_000;
const wantedBites = 200;
const shownFailures = 20;

/** The figures of a run, and how to see each failure again. */
export function writeReport(shape: string, result: BatchResult, seconds: number): string {
  const { seeds, states, failures } = result;
  const speed = Math.round(seeds / Math.max(seconds, 0.001));
  return [
    `${shape}: ${seeds} seeds, ${states} published states judged, ${seconds.toFixed(1)} s, ${speed} seeds/s`,
    '',
    ...writeFaults(shape, result),
    '',
    ...writeRules(failures),
    ...failures.slice(0, shownFailures).map((failure) => writeFailure(shape, failure)),
    ...(failures.length > shownFailures ? [`… and ${failures.length - shownFailures} more`] : []),
    ...findRare(shape, result).map((kind) => `${kind} happened less than ${wantedBites} times`),
  ].join('\n');
}

/** Seeds that were judged to be false, and faults that a full run met too rarely. */
export function countFailures(shape: string, result: BatchResult): number {
  return result.failures.length + findRare(shape, result).length;
}

function writeFaults(shape: string, { bites }: BatchResult): string[] {
  return listKinds(shape).map(
    (kind) => `${kind.padEnd(22)}${String(bites[kind] ?? 0).padStart(8)}`,
  );
}

/** Faults that a full run was to meet more often. */
function findRare(shape: string, { seeds, bites }: BatchResult): string[] {
  if (seeds < fullRun) return [];
  return listKinds(shape).filter((kind) => (bites[kind] ?? 0) < wantedBites);
}

function listKinds(shape: string): readonly FaultKind[] {
  const { faultKinds: own = faultKinds, lacks = [] } = findShape(shape);
  return own.filter((kind) => !lacks.includes(kind));
}

function writeRules(failures: readonly Failure[]): string[] {
  const counts = new Map<string, number>();
  for (const { violations } of failures) {
    const rule = violations[0]?.rule ?? 'unknown';
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return [...counts].map(([rule, count]) => `${rule}: ${count} seeds`);
}

function writeFailure(shape: string, { seed, violations }: Failure): string {
  const [first] = violations;
  const replay = `npm run sim -- --shape ${shape} --seed ${seed} --trace`;
  return `seed ${seed}: ${first?.rule} at ${first?.at}: ${first?.detail}\n    ${replay}`;
}
