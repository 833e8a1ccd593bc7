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
    await removeAbsent(access, page, seam, request, options);
    options.onCommit();
    ({ olderCursor: cursor, hasOlder } = page);
    [seam] = page.items;
  }
  return true;
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
    nextKey: history === 'numbered' ? undefined : transcript.find(seam.message.id)?.key,
  });
}

async function removeAbsent(
  access: TranscriptAccess,
  page: ReadItems,
  seam: RunItem,
  request: ReadItemsOptions,
  options: RereadOptions,
): Promise<void> {
  const { transcript, history } = access;
  const high = getOrder(findTop(page, seam, history).message);
  const absent = transcript.findAbsent(getCoverage(page, high));
  if (absent.length === 0) return;
  const again = history === 'numbered' ? await readItems(access, request) : page;
  if (isOver(options)) return;
  const confirmed = new Set(transcript.findAbsent(getCoverage(again, high)));
  for (const id of absent) if (confirmed.has(id)) transcript.remove(id);
}

/** Below this message the page lists everything: numbered pages begin above the seam, anchored ones at it. */
function findTop(
  { items }: ReadItems,
  seam: RunItem,
  history: TranscriptAccess['history'],
): RunItem {
  return (history === 'numbered' && items.at(-1)) || seam;
}
