import { describe, expect, test } from 'vitest';
import { addResults, emptyResult, runBatch } from '../batch.ts';
import { runFaultKinds } from '../faultKinds.ts';
import { writeReport } from '../report.ts';
import { runSeed } from '../runSeed.ts';
import { loadSubject } from '../subject.ts';
import { lettaShape } from './shape.ts';

const batchSize = 50;
const batches = [0, 1, 2, 3, 4, 5].map((index) => index * batchSize + 1);

describe('a run is what the server logged, part by part, through drops, reloads and stops', () => {
  let all = emptyResult;

  test.each(batches)('Letta, 50 seeds from %i', async (from) => {
    const result = await runBatch({ shape: 'letta', from, to: from + batchSize - 1 });
    all = addResults(all, result);
    if (result.failures.length > 0) throw new Error(writeReport('letta', result, 0));
    expect(result.seeds).toBe(batchSize);
  });

  test('and every kind of fault really happened', () => {
    expect(runFaultKinds.filter((kind) => !all.bites[kind])).toEqual([]);
  });
});

test('a seed replays identically', async () => {
  const subject = await loadSubject();
  const replay = async (seed: number): Promise<number> => {
    const { traceHash } = await runSeed(seed, { subject, shape: lettaShape, isHashing: true });
    return traceHash;
  };
  for (const seed of [3, 8, 42]) expect(await replay(seed)).toBe(await replay(seed));
});
