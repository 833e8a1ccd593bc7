import type { CDPSession, Page } from 'playwright-core';
import { openBenchPages, unlimitedFrames, type BenchPages } from './openBenchPages.ts';
import { check, checkLoosely, printRow, printTitle } from './report.ts';

const shortest = 100;
const longest = 100_000;
const deltas = 2_000;
const perFrame = 8;
/** Before the clock starts: what is compiled and laid out once is not what a delta costs. */
const warmUpDeltas = 240;

interface Plan {
  readonly name: string;
  readonly lengths: readonly number[];
  readonly rounds: number;
  /** The chat whose DOM this is the floor of. */
  readonly floorOf?: string;
}

const ends = [shortest, longest];
const rows = 'ours, plain rows';
const sink = 'ours, text sink in plain rows';
const transcript = 'ours, ChatTranscript';
const transcriptFloor = 'floor, in the DOM of ChatTranscript';

const plans: readonly Plan[] = [
  { name: 'floor', lengths: ends, rounds: 4 },
  { name: rows, lengths: [shortest, 10_000, longest], rounds: 4 },
  { name: sink, lengths: ends, rounds: 3 },
  { name: transcript, lengths: ends, rounds: 3 },
  { name: transcriptFloor, lengths: ends, rounds: 3, floorOf: transcript },
  { name: 'AI SDK', lengths: ends, rounds: 1 },
];
/** It waits for a timer after each delta, whatever the frames do: with frames as fast as they can it would be drawn after each. */
const waitingPlans: readonly Plan[] = [{ name: 'TanStack AI', lengths: ends, rounds: 1 }];

/** Milliseconds of processor time that the page's main thread took, and what for. */
interface Busy {
  readonly task: number;
  readonly script: number;
  readonly layout: number;
}

type Results = Map<string, Map<number, Busy>>;

/**
 * DESIGN §10, page CPU. The floor is a text node that gets what a frame brought: no chat, no framework. One stands in
 * the rows that all show, one in what the transcript shows, with its styles.
 * Frames come as fast as the page makes them, so that nothing but work takes time.
 */
export async function benchPageCpu(): Promise<void> {
  printTitle('Page CPU in Chromium: 2,000 deltas at 8 per frame, 30 rows shown');
  const results: Results = new Map();
  await measureAll(plans, results, unlimitedFrames);
  await measureAll(waitingPlans, results, []);
  const floor = (length: number): number => results.get('floor')!.get(length)!.task;
  printRow('', 'messages', 'ms', 'script', 'layout', 'of floor');
  for (const [name, each] of results)
    for (const [length, { task, script, layout }] of each)
      printRow(
        name,
        length,
        task,
        script,
        layout,
        task / floor(length === longest ? length : shortest),
      );
  const getMost = (name: string, of = 'floor'): number =>
    Math.max(
      ...ends.map(
        (length) => results.get(name)!.get(length)!.task / results.get(of)!.get(length)!.task,
      ),
    );
  const getGrowth = (name: string): number =>
    results.get(name)!.get(longest)!.task / results.get(name)!.get(shortest)!.task;
  checkLoosely(`${rows}, of floor`, getMost(rows), 1.6, 2);
  checkLoosely(`${sink}, of floor`, getMost(sink), 1.15, 1.5);
  checkLoosely(`${transcript}, of its floor`, getMost(transcript, transcriptFloor), 1.15, 1.5);
  checkLoosely(`${transcript}, of floor`, getMost(transcript), 1.15, 3);
  for (const name of [rows, sink, transcript])
    checkLoosely(`${name}, 100,000 messages to 100`, getGrowth(name), 1.25, 1.5);
  for (const name of ['AI SDK', 'TanStack AI'])
    check(`${name} must miss that goal: 1.25 / its ratio`, 1.25 / getGrowth(name), 1);
}

/** Each as fast as it ever was, in turns, so that a busy machine disturbs little. */
async function measureAll(
  plans: readonly Plan[],
  results: Results,
  args: readonly string[],
): Promise<void> {
  const pages = await openBenchPages('chatPage.tsx', { args });
  try {
    for (const { round, plan, length } of listRuns(plans)) {
      const { name } = plan;
      const busy = await measure(pages, plan, length);
      const each = results.get(name) ?? new Map<number, Busy>();
      results.set(name, each);
      if (round === 0 || busy.task < each.get(length)!.task) each.set(length, busy);
    }
  } finally {
    await pages.close();
  }
}

interface Run {
  readonly round: number;
  readonly plan: Plan;
  readonly length: number;
}

function* listRuns(plans: readonly Plan[]): Iterable<Run> {
  const most = Math.max(...plans.map(({ rounds }) => rounds));
  for (let round = 0; round < most; round += 1)
    for (const plan of plans)
      if (round < plan.rounds) for (const length of plan.lengths) yield { round, plan, length };
}

async function measure(pages: BenchPages, { name, floorOf }: Plan, length: number): Promise<Busy> {
  const page = await pages.open();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.evaluate(([name, length]) => window.chatPage.start(name, length), [
    floorOf ?? name,
    length,
  ] as const);
  if (floorOf) await page.evaluate(() => window.chatPage.freeze());
  await stream(page, warmUpDeltas);
  const before = await readMetrics(session);
  await stream(page, deltas);
  const after = await readMetrics(session);
  await page.close();
  const since = (metric: string): number => (after.get(metric)! - before.get(metric)!) * 1_000;
  return {
    task: since('TaskDuration'),
    script: since('ScriptDuration'),
    layout: since('LayoutDuration') + since('RecalcStyleDuration'),
  };
}

async function stream(page: Page, count: number): Promise<void> {
  await page.evaluate(([count, perFrame]) => window.chatPage.stream(count, perFrame), [
    count,
    perFrame,
  ] as const);
}

async function readMetrics(session: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}
