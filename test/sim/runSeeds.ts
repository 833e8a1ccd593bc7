import { addResults, emptyResult, type BatchResult } from './batch.ts';
import { bundleWorker } from './bundleWorker.ts';
import { Pool } from './pool.ts';
import { countFailures, writeReport } from './report.ts';

const batchSize = 50;

/** Judges many seeds of each shape, one shape after the other, and tells the figures of each. */
export async function runSeeds(
  shapes: readonly string[],
  first: number,
  count: number,
): Promise<{ readonly passed: number; readonly failed: number }> {
  const started = performance.now();
  const worker = await bundleWorker();
  const pool = new Pool(worker.path);
  const totals = { passed: 0, failed: 0 };
  let begun = started;
  try {
    // All are queued at once: nobody idles while a shape comes to its end.
    const runs = shapes.map((shape) => [shape, runShape(pool, shape, first, count)] as const);
    for (const [shape, run] of runs) {
      const result = await run;
      console.log(`${writeReport(shape, result, (performance.now() - begun) / 1000)}\n`);
      begun = performance.now();
      totals.passed += result.seeds - result.failures.length;
      totals.failed += countFailures(shape, result);
    }
  } finally {
    pool.close();
    await worker.remove();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${count} seeds × ${shapes.length} shapes in ${seconds} s`);
  return totals;
}

async function runShape(
  pool: Pool,
  shape: string,
  first: number,
  count: number,
): Promise<BatchResult> {
  const batches: Promise<BatchResult>[] = [];
  for (let from = first; from < first + count; from += batchSize) {
    const to = Math.min(from + batchSize, first + count) - 1;
    batches.push(pool.run({ shape, from, to }));
  }
  return (await Promise.all(batches)).reduce(addResults, emptyResult);
}
