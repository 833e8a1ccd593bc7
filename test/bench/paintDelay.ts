import { openBenchPages, type BenchPages } from './openBenchPages.ts';
import { check, printRow, printTitle } from './report.ts';

const length = 1_000;
const perSecond = 500;
const deltas = 1_000;

const plans = [
  { name: 'ours, plain rows', rounds: 2 },
  { name: 'ours, ChatTranscript', rounds: 2 },
  { name: 'AI SDK', rounds: 1 },
  { name: 'TanStack AI', rounds: 1 },
];

/** DESIGN §10: how long the last of many quick deltas waits until it is painted. */
export async function benchPaintDelay(): Promise<void> {
  printTitle('Delay from the last delta to paint, at 500 deltas a second for 2 s');
  printRow('', 'frames', 'ms');
  const pages = await openBenchPages('chatPage.tsx');
  const frames = new Map<string, number>();
  try {
    for (const { name, rounds } of plans) {
      let worst = { frames: 0, time: 0 };
      for (let round = 0; round < rounds; round += 1) {
        const delay = await measure(pages, name);
        if (delay.frames > worst.frames) worst = delay;
      }
      frames.set(name, worst.frames);
      printRow(name, worst.frames, worst.time);
    }
  } finally {
    await pages.close();
  }
  const ours = Math.max(frames.get('ours, plain rows')!, frames.get('ours, ChatTranscript')!);
  check('frames until the last delta of ours is painted', ours, 2);
  check('TanStack AI must miss that: 2 / its frames', 2 / frames.get('TanStack AI')!, 1);
}

async function measure(pages: BenchPages, name: string): ReturnType<typeof window.chatPage.pour> {
  const page = await pages.open();
  await page.evaluate(([name, length]) => window.chatPage.start(name, length), [
    name,
    length,
  ] as const);
  const delay = await page.evaluate(([count, rate]) => window.chatPage.pour(count, rate), [
    deltas,
    perSecond,
  ] as const);
  await page.close();
  return delay;
}
