import { parseArgs } from 'node:util';
import { addResults, emptyResult, type BatchResult } from './batch.ts';
import { runMutants } from './mutants.ts';
import { Pool } from './pool.ts';
import { isGood, writeReport } from './report.ts';
import { runSeed } from './runSeed.ts';
import { findShape } from './shapes.ts';
import { loadSubject } from './subject.ts';

const usage = `npm run sim -- [--seeds 10000] [--from 1] [--shape bimpe]   many seeds
npm run sim -- --seed 123 [--trace]                         one seed, told
npm run sim -- --mutants [--only name]                      planted bugs`;
const batchSize = 50;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    shape: { type: 'string', default: 'bimpe' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else if (values.mutants) process.exitCode = (await runMutants(values.shape, values.only)) ? 0 : 1;
else if (values.seed !== undefined) await runOne(Number(values.seed));
else await runMany(Number(values.from), Number(values.seeds));

async function runOne(seed: number): Promise<void> {
  const { violations, traceHash } = await runSeed(seed, {
    subject: await loadSubject(),
    shape: findShape(values.shape),
    isHashing: true,
    ...(values.trace ? { trace: console.log } : {}),
  });
  for (const { rule, at, detail } of violations) console.log(`${rule} at ${at}: ${detail}`);
  console.log(`seed ${seed}, trace ${traceHash.toString(16)}`);
  console.log(violations.length === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed');
  process.exitCode = violations.length === 0 ? 0 : 1;
}

async function runMany(first: number, count: number): Promise<void> {
  const started = performance.now();
  const pool = new Pool();
  const batches: Promise<BatchResult>[] = [];
  for (let from = first; from < first + count; from += batchSize) {
    const to = Math.min(from + batchSize, first + count) - 1;
    batches.push(pool.run({ shape: values.shape, from, to }));
  }
  const result = (await Promise.all(batches)).reduce(addResults, emptyResult);
  pool.close();
  console.log(writeReport(values.shape, result, (performance.now() - started) / 1000));
  process.exitCode = isGood(values.shape, result) ? 0 : 1;
}
