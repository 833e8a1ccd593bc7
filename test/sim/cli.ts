import { parseArgs } from 'node:util';
import { runMutants } from './mutants.ts';
import { runSeed } from './runSeed.ts';
import { runSeeds } from './runSeeds.ts';
import { findShape, shapes } from './shapes.ts';
import { loadSubject } from './subject.ts';

const usage = `npm run sim -- [--seeds 10000] [--from 1] [--shape bimpe …]     many seeds of every shape
npm run sim -- --shape bimpe --seed 123 [--trace]               one seed, told
npm run sim -- --mutants [--shape bimpe …] [--only name]        planted bugs`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    shape: { type: 'string', multiple: true },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const chosen = values.shape ? values.shape.map(findShape) : shapes;
const names = chosen.map(({ name }) => name);

if (values.help) console.log(usage);
else if (values.mutants) finish(await runMutants(names, values.only));
else if (values.seed !== undefined) finish(await runOne(Number(values.seed)));
else finish(await runSeeds(names, Number(values.from), Number(values.seeds)));

async function runOne(seed: number): Promise<Outcome> {
  const [shape = findShape('bimpe')] = chosen;
  const { violations, traceHash } = await runSeed(seed, {
    subject: await loadSubject(),
    shape,
    isHashing: true,
    ...(values.trace ? { trace: console.log } : {}),
  });
  for (const { rule, at, detail } of violations) console.log(`${rule} at ${at}: ${detail}`);
  console.log(`${shape.name} seed ${seed}, trace ${traceHash.toString(16)}`);
  const failed = violations.length === 0 ? 0 : 1;
  return { passed: 1 - failed, failed };
}

interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

function finish({ passed, failed }: Outcome): void {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
