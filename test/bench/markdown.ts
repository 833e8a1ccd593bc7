import type { Page } from 'playwright-core';
import { openBenchPages } from './openBenchPages.ts';
import { check, note, printRow, printTitle } from './report.ts';

const length = 50_000;
const step = 20;

interface Plan {
  readonly name: string;
  readonly rounds: number;
  /** Updates of each tenth that are made. */
  readonly sampled: number;
}

const plans: readonly Plan[] = [
  { name: 'ours', rounds: 30, sampled: Number.MAX_SAFE_INTEGER },
  { name: 'streamdown', rounds: 3, sampled: 40 },
  { name: 'react-markdown', rounds: 1, sampled: 10 },
];

/** DESIGN §10, "Streaming markdown": in Chromium, beside the renderers people use. */
export async function benchMarkdown(): Promise<void> {
  printTitle(
    'Streaming markdown: 50,000 characters in steps of 20, an update until it is in the DOM',
  );
  printRow('', 'ms', 'first tenth', 'last tenth', 'of ours');
  const tenths = await measure();
  const ours = tenths.get('ours')!;
  for (const [name, each] of tenths)
    printRow(name, mean(each), each[0]!, each.at(-1)!, mean(each) / mean(ours));
  check('last tenth to first, ratio', ours.at(-1)! / ours[0]!, 1.3);
  for (const peer of ['streamdown', 'react-markdown'])
    check(`${peer} must be slower: ours / its time`, mean(ours) / mean(tenths.get(peer)!), 1);
  note('an update', mean(ours), 0.4, 'ms');
}

/** Milliseconds per update in each tenth; each tenth as fast as it ever was, so that a busy machine disturbs little. */
async function measure(): Promise<ReadonlyMap<string, readonly number[]>> {
  const pages = await openBenchPages('markdownPage.tsx');
  try {
    const page = await pages.open();
    const tenths = new Map<string, readonly number[]>();
    for (const plan of plans) tenths.set(plan.name, await timeBest(page, plan));
    return tenths;
  } finally {
    await pages.close();
  }
}

async function timeBest(page: Page, plan: Plan): Promise<readonly number[]> {
  let best: readonly number[] = Array.from({ length: 10 }, () => Number.POSITIVE_INFINITY);
  for (let round = 0; round < plan.rounds; round += 1) {
    const tenths = await page.evaluate(
      ([renderer, ...rest]) => window.timeMarkdown(renderer, ...rest),
      [plan.name, length, step, plan.sampled] as const,
    );
    best = best.map((tenth, index) => Math.min(tenth, tenths[index]!));
  }
  return best;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
