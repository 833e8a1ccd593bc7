import { openBenchPages, unlimitedFrames } from './openBenchPages.ts';
import { check, printRow, printTitle } from './report.ts';

const length = 100;
const deltas = 2_000;
const perFrame = 8;

const names = [
  'ours, plain rows',
  'ours, ChatTranscript',
  'AI SDK',
  'AI SDK, plain rows',
  'TanStack AI',
];

/** DESIGN §10: commits, and rows rendered for nothing. Exact, so neither the machine nor what else it does matters. */
export async function benchCommits(): Promise<void> {
  printTitle('Commits for 2,000 deltas at 8 per frame, as React counts them; 30 rows of 100 shown');
  printRow('', 'commits', 'idle rows');
  const pages = await openBenchPages('chatPage.tsx', {
    isProfiling: true,
    // Counts are the same however fast the frames are.
    args: unlimitedFrames,
  });
  const counts = new Map<string, Awaited<ReturnType<typeof window.chatPage.stream>>>();
  try {
    for (const name of names) {
      const page = await pages.open();
      await page.evaluate(([name, length]) => window.chatPage.start(name, length), [
        name,
        length,
      ] as const);
      const count = await page.evaluate(
        ([deltas, perFrame]) => window.chatPage.stream(deltas, perFrame),
        [deltas, perFrame] as const,
      );
      counts.set(name, count);
      printRow(name, count.commits, count.idleRenders);
      await page.close();
    }
  } finally {
    await pages.close();
  }
  const rows = counts.get('ours, plain rows')!;
  const transcript = counts.get('ours, ChatTranscript')!;
  check('commits of ours, plain rows', rows.commits, 260);
  check('commits of ours, ChatTranscript with plain text', transcript.commits, 6);
  check('rows of ours rendered that did not change', rows.idleRenders + transcript.idleRenders, 0);
  check('AI SDK must commit more: ours / its', rows.commits / counts.get('AI SDK')!.commits, 0.5);
  check(
    'plain rows of the AI SDK must render for nothing: 1 / theirs',
    1 / counts.get('AI SDK, plain rows')!.idleRenders,
    1,
  );
}
