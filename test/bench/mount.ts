import { openBenchPages, unlimitedFrames } from './openBenchPages.ts';
import { check, checkLoosely, printRow, printTitle } from './report.ts';

const length = 10_000;
const rounds = 7;

/** DESIGN §10, "Transcript of 10,000 rows": its mount. What happens to pixels later is tested. */
export async function benchMount(): Promise<void> {
  printTitle('Mount of a transcript of 10,000 rows, until its end is painted');
  printRow('', 'ms', 'rows', 'of virtua');
  const mounts = await measure();
  const virtua = mounts.get('virtua')!.time;
  for (const [name, { time, rows }] of mounts) printRow(name, time, rows, time / virtua);
  const ours = mounts.get('ours, ChatTranscript')!;
  const plain = mounts.get('ours, rows of the peers')!;
  const all = mounts.get('control: all rows mounted')!;
  check('rows mounted of ours', Math.max(ours.rows, plain.rows), 60);
  check('the control must be slower: ours / its time', ours.time / all.time, 1);
  for (const peer of ['virtua', 'TanStack Virtual'])
    checkLoosely(`ours with its rows, to ${peer}`, plain.time / mounts.get(peer)!.time, 1, 1.5);
}

type Mounts = Map<string, { time: number; rows: number }>;

/** Each as fast as it ever was, in turns, so that a busy machine disturbs little. */
async function measure(): Promise<Mounts> {
  const pages = await openBenchPages('mountPage.tsx', { args: unlimitedFrames });
  try {
    const page = await pages.open();
    const mounts: Mounts = new Map();
    const names = await page.evaluate(() => window.mountedLists);
    for (let round = 0; round < rounds; round += 1)
      for (const name of names) {
        const mount = await page.evaluate(([name, length]) => window.timeMount(name, length), [
          name,
          length,
        ] as const);
        if (mount.time < (mounts.get(name)?.time ?? Number.POSITIVE_INFINITY))
          mounts.set(name, mount);
      }
    return mounts;
  } finally {
    await pages.close();
  }
}
