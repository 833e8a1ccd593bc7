import type { BatchResult, Failure } from './batch.ts';
import { faultKinds } from './faultKinds.ts';

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
    ...writeFaults(result),
    '',
    ...writeRules(failures),
    ...failures.slice(0, shownFailures).map((failure) => writeFailure(shape, failure)),
    ...(failures.length > shownFailures ? [`… and ${failures.length - shownFailures} more`] : []),
    `${seeds - failures.length} passed, ${failures.length + findRare(result).length} failed`,
  ].join('\n');
}

export function isGood(result: BatchResult): boolean {
  return result.failures.length === 0 && findRare(result).length === 0;
}

function writeFaults({ bites }: BatchResult): string[] {
  return faultKinds.map((kind) => `${kind.padEnd(22)}${String(bites[kind] ?? 0).padStart(8)}`);
}

/** Faults that a full run was to meet more often. */
function findRare({ seeds, bites }: BatchResult): string[] {
  return seeds < fullRun ? [] : faultKinds.filter((kind) => (bites[kind] ?? 0) < wantedBites);
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
