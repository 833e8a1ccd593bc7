import type { Clock } from '../environment.ts';
import { sleep } from '../connection/sleep.ts';
import { getCoverage, getOrder, type Run, type RunItem } from '../transcript/run.ts';
import {
  readItems,
  type TranscriptAccess,
  type ReadItems,
  type ReadItemsOptions,
} from './readRun.ts';

/** Between two pages, ms: nobody waits for them. */
const idlePause = 1_000;
const idlePageSize = 100;

type Stretch = Pick<Run, 'items' | 'asOf'>;

/** What was read, and up to where that is all there is. Numbered pages begin above the seam. */
interface Covered extends Pick<Run, 'items' | 'asOf' | 'hasOlder'> {
  readonly high?: number;
}

export interface RereadOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** A newer re-read has begun. */
  readonly isStale: () => boolean;
  readonly onCommit: () => void;
}

/**
 * Reads the loaded rows below `run` again, page by page at leisure, so that edits and deletions of older
 * messages arrive too (DESIGN §5.5). Never grows the transcript. Resolves with false when the seam was lost
 * and the whole has to be read anew.
 */
export async function rereadOlder(
  access: TranscriptAccess,
  run: Run,
  options: RereadOptions,
): Promise<boolean> {
  const { transcript } = access;
  let above: Stretch = run;
  let seam = run.items[0];
  let cursor = run.olderCursor;
  let hasOlder = run.hasOlder;
  while (seam && hasOlder && isBelowLoaded(access, seam)) {
    await sleep(options.clock, idlePause, options.signal);
    const known = transcript.find(seam.message.id);
    if (options.isStale()) return true;
    if (!known) return false;
    // From above the rows of equal time on: at the edge of a page an absence says nothing.
    const offset = transcript.countNewer(known.order);
    const request = { cursor, offset, limit: idlePageSize, signal: options.signal, maxRetries: 3 };
    const page = await readItems(access, request);
    if (isOver(options)) return true;
    if (!isSeamSeen(access, page, seam)) return false;
    if (page.hasOlder && page.items[0]?.message.id === seam.message.id) return true;
    commitKept(access, page, seam);
    await removeAbsent(access, withSeam(access, page, above), seam, request, options);
    options.onCommit();
    above = page;
    ({ olderCursor: cursor, hasOlder } = page);
    [seam] = page.items;
  }
  return true;
}

/**
 * Anchored pages share no row: both together tell of the time of the seam, which either page alone only
 * touches.
 */
function withSeam({ history }: TranscriptAccess, page: ReadItems, above: Stretch): Covered {
  if (history === 'numbered') return page;
  const [seam] = above.items;
  const isAtSeam = ({ message }: RunItem): boolean => getOrder(message) === getOrder(seam!.message);
  const next = above.items.find((item) => !isAtSeam(item));
  return {
    hasOlder: page.hasOlder,
    items: [...page.items, ...above.items.filter(isAtSeam)],
    asOf: Math.min(page.asOf, above.asOf),
    high: next ? getOrder(next.message) : Number.POSITIVE_INFINITY,
  };
}

/** Numbered pages begin above the seam; one that does not has drifted. Anchored ones begin right below it. */
function isSeamSeen({ history }: TranscriptAccess, page: ReadItems, seam: RunItem): boolean {
  return history !== 'numbered' || page.items.some(({ message }) => message.id === seam.message.id);
}

function isBelowLoaded({ transcript }: TranscriptAccess, seam: RunItem): boolean {
  const { oldest } = transcript;
  const isSeam = oldest?.message.id === seam.message.id;
  return oldest !== undefined && !isSeam && oldest.order <= getOrder(seam.message);
}

function isOver({ signal, isStale }: RereadOptions): boolean {
  return signal.aborted || isStale();
}

function commitKept(
  { transcript, history }: TranscriptAccess,
  page: ReadItems,
  seam: RunItem,
): void {
  const floor = transcript.oldest?.order ?? 0;
  // Of rows as old as the oldest one some may have been evicted.
  const items = page.items.filter(({ message }) =>
    getOrder(message) === floor ? transcript.has(message.id) : getOrder(message) > floor,
  );
  const isWhole = items.length === page.items.length;
  transcript.applyRun({
    items,
    asOf: page.asOf,
    hasOlder: page.hasOlder || !isWhole,
    olderCursor: isWhole ? page.olderCursor : undefined,
    isNewest: false,
    isProof: false,
    // The seam itself may have been evicted since, with all that is below it.
    nextKey:
      history === 'numbered' || items.length === 0
        ? undefined
        : transcript.find(seam.message.id)?.key,
  });
}

async function removeAbsent(
  access: TranscriptAccess,
  page: Covered,
  seam: RunItem,
  request: ReadItemsOptions,
  options: RereadOptions,
): Promise<void> {
  const { transcript, history } = access;
  const high = page.high ?? getOrder((page.items.at(-1) ?? seam).message);
  const absent = transcript.findAbsent(getCoverage(page, high));
  if (absent.length === 0) return;
  const again = history === 'numbered' ? await readItems(access, request) : page;
  if (isOver(options)) return;
  const confirmed = new Set(transcript.findAbsent(getCoverage(again, high)));
  for (const id of absent) if (confirmed.has(id)) transcript.remove(id);
}
