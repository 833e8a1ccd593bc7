import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Failure } from './batch.ts';
import { mutants } from './mutants/index.ts';
import type { Edit, Mutant } from './mutants/mutant.ts';
import { Pool } from './pool.ts';

const root = resolve(import.meta.dirname, '../..');
/** A planted bug that lives longer is not looked for. */
const seedsToLive = 500;
const secondsToLive = 120;

/** Plants every bug of these shapes in a copy of `src` and lets the oracle find it. Counts who died. */
export async function runMutants(
  shapes: readonly string[],
  only?: string,
): Promise<{ readonly passed: number; readonly failed: number }> {
  const totals = { passed: 0, failed: 0 };
  for (const shape of shapes) {
    console.log(`\n${shape}`);
    const { dead, alive } = await runShape(shape, only);
    totals.passed += dead;
    totals.failed += alive;
  }
  return totals;
}

async function runShape(
  shape: string,
  only: string | undefined,
): Promise<{ readonly dead: number; readonly alive: number }> {
  const chosen = mutants.filter(
    ({ name, shapes = ['bimpe'] }) =>
      shapes.includes(shape) && (only === undefined || name === only),
  );
  const home = await mkdtemp(join(tmpdir(), 'sim-mutants-'));
  const pool = new Pool();
  try {
    const skip = await findFailing(pool, shape);
    const deaths = await Promise.all(
      chosen.map((mutant) => kill(pool, shape, join(home, mutant.name), mutant, skip)),
    );
    const dead = deaths.filter(Boolean).length;
    return { dead, alive: chosen.length - dead };
  } finally {
    pool.close();
    await rm(home, { recursive: true, force: true });
  }
}

/** Seeds that fail without any planted bug say nothing about one. */
async function findFailing(pool: Pool, shape: string): Promise<number[]> {
  const half = Math.ceil(seedsToLive / 2);
  const results = await Promise.all([
    pool.run({ shape, from: 1, to: half }),
    pool.run({ shape, from: half + 1, to: seedsToLive }),
  ]);
  const failing = results.flatMap(({ failures }) => failures.map(({ seed }) => seed));
  if (failing.length > 0) console.log(`Skipped, failing without a bug: ${failing.join(', ')}`);
  return failing;
}

/** Resolves with whether the oracle saw the bug. A patch that does not apply is an error, told like a survivor. */
async function kill(
  pool: Pool,
  shape: string,
  folder: string,
  mutant: Mutant,
  skip: readonly number[],
): Promise<boolean> {
  const { name, bug } = mutant;
  const tell = (fate: string): void => console.log(`${name.padEnd(28)} ${fate}\n    ${bug}`);
  try {
    const source = await plant(folder, mutant);
    const death = await hunt(pool, shape, source, skip);
    tell(death === undefined ? `ALIVE after ${seedsToLive} seeds` : `dead ${death}`);
    return death !== undefined;
  } catch (error) {
    tell(`OUT OF DATE: ${(error as Error).message}`);
    return false;
  }
}

/** A copy of `src` with the bug in it. */
async function plant(folder: string, { edits }: Mutant): Promise<string> {
  const source = join(folder, 'src');
  await cp(join(root, 'src'), source, { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  for (const edit of edits) await apply(source, edit);
  return source;
}

async function apply(source: string, { file, search, replace }: Edit): Promise<void> {
  const path = join(source, file);
  const text = await readFile(path, 'utf8');
  const found = text.split(search).length - 1;
  if (found !== 1)
    throw new Error(`${file} has "${search.trim()}" ${found} times instead of once.`);
  await writeFile(
    path,
    text.replace(search, () => replace),
  );
}

/** When and by which rule the bug was seen. */
async function hunt(
  pool: Pool,
  shape: string,
  source: string,
  skip: readonly number[],
): Promise<string | undefined> {
  const batch = { shape, source, skip, from: 1, to: seedsToLive, stopsAtFirst: true };
  try {
    const { failures } = await pool.run(batch, secondsToLive * 1000);
    return failures.map(describe)[0];
  } catch (error) {
    return `because its process ${(error as Error).message}`;
  }
}

function describe({ seed, violations }: Failure): string {
  return `at seed ${seed} by ${violations[0]?.rule ?? 'unknown'}`;
}
