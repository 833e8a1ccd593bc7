import { describe, expect, test } from 'vitest';
import { addResults, emptyResult, runBatch } from '../batch.ts';
import { faultKinds } from '../faultKinds.ts';
import { writeReport } from '../report.ts';
import { runSeed } from '../runSeed.ts';
import { loadSubject } from '../subject.ts';
import { expysShape } from './shape.ts';

const batchSize = 50;
const batches = [0, 1, 2, 3, 4, 5].map((index) => index * batchSize + 1);

describe('a feed without a cursor shows what the server has, at every published state', () => {
  let all = emptyResult;

  test.each(batches)('Expys, 50 seeds from %i', async (from) => {
    const result = await runBatch({ shape: 'expys', from, to: from + batchSize - 1 });
    all = addResults(all, result);
    if (result.failures.length > 0) throw new Error(writeReport('expys', result, 0));
    expect(result.seeds).toBe(batchSize);
  });

  test('and every kind of fault really happened', () => {
    const { lacks = [] } = expysShape;
    const possible = faultKinds.filter((kind) => !lacks.includes(kind));
    expect(possible.filter((kind) => !all.bites[kind])).toEqual([]);
  });
});

test('a seed replays identically', async () => {
  const subject = await loadSubject();
  const replay = async (seed: number): Promise<number> => {
    const { traceHash } = await runSeed(seed, { subject, shape: expysShape, isHashing: true });
    return traceHash;
  };
  for (const seed of [3, 8, 42]) expect(await replay(seed)).toBe(await replay(seed));
});
