import { describe, expect, test } from 'vitest';
import { addResults, emptyResult, runBatch } from './batch.ts';
import { bimpeShape } from './bimpe/shape.ts';
import { faultKinds, turnFaultKinds } from './faultKinds.ts';
import { writeReport } from './report.ts';
import { runSeed } from './runSeed.ts';
import { loadSubject } from './subject.ts';

const batchSize = 100;
const batches = [0, 1, 2, 3, 4].map((index) => index * batchSize + 1);

describe('what the server has is what the reader sees, at every published state', () => {
  let all = emptyResult;

  test.each(batches)('BimpeAI, 100 seeds from %i', async (from) => {
    const result = await runBatch({ shape: 'bimpe', from, to: from + batchSize - 1 });
    all = addResults(all, result);
    if (result.failures.length > 0) throw new Error(writeReport('bimpe', result, 0));
    expect(result.seeds).toBe(batchSize);
  });

  test('and every kind of fault really happened', () => {
    expect(faultKinds.filter((kind) => !all.bites[kind])).toEqual([]);
  });
});

describe('a reply is what the server said, once, behind its question, and no send is repeated', () => {
  let all = emptyResult;

  test.each(batches)('Lexey, 100 seeds from %i', async (from) => {
    const result = await runBatch({ shape: 'lexey', from, to: from + batchSize - 1 });
    all = addResults(all, result);
    if (result.failures.length > 0) throw new Error(writeReport('lexey', result, 0));
    expect(result.seeds).toBe(batchSize);
  });

  test('and every kind of fault really happened', () => {
    expect(turnFaultKinds.filter((kind) => !all.bites[kind])).toEqual([]);
  });
});

test('a seed replays identically', async () => {
  const subject = await loadSubject();
  const replay = async (seed: number): Promise<number> => {
    const { traceHash } = await runSeed(seed, { subject, shape: bimpeShape, isHashing: true });
    return traceHash;
  };
  const seeds = [3, 7, 11, 42, 99];
  const first: number[] = [];
  for (const seed of seeds) first.push(await replay(seed));
  expect(new Set(first).size).toBe(seeds.length);
  for (const [index, seed] of seeds.entries()) expect(await replay(seed)).toBe(first[index]);
});
