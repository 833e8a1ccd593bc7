import type { Entry } from '../transcript/entry.ts';
import { getOrder, type RunItem } from '../transcript/run.ts';
import { readNewest, type TranscriptAccess } from './readRun.ts';

/** Pages one call reads at the most, while closing a gap or stepping over what is already known. */
const maxPages = 10;
const maxRetries = 2;
const walkPageSize = 100;
const walkPages = 50;

/** Loads what is before the oldest row, or closes the topmost gap first: until something new is shown. */
export async function loadOlder(
  access: TranscriptAccess,
  signal: AbortSignal,
  onCommit: () => void,
): Promise<void> {
  const { transcript } = access;
  const hasGap = transcript.holes.findTopmost() !== undefined;
  let shift = 0;
  for (let pages = 0; pages < maxPages; pages += 1) {
    // A gap is closed from its newer end down: the row below which something is missing moves with each page.
    const target = hasGap ? transcript.holes.findTopmost() : transcript.oldest;
    if (!target?.hasHoleBefore) return;
    const sizeBefore = transcript.size;
    shift += await loadPage(access, target, shift, signal);
    if (signal.aborted) return;
    onCommit();
    if (transcript.size === sizeBefore) continue;
    if (!hasGap) return;
    shift = 0;
  }
}

/** Commits one page below `target`. Returns by how much the position must move if it was not the right one. */
async function loadPage(
  access: TranscriptAccess,
  target: Entry,
  shift: number,
  signal: AbortSignal,
): Promise<number> {
  const { transcript, isNumbered, pageSize } = access;
  const cursor = target.olderCursor;
  if (!isNumbered && cursor === undefined) return walkTo(access, target, signal);
  const offset = Math.max(0, transcript.countAfter(target) + 1 + shift);
  const page = await access.readPage({ cursor, offset, signal, maxRetries, isAsked: true });
  if (signal.aborted) return 0;
  const [oldest] = page.items;
  const isAnchored = !isNumbered;
  const isSeamSeen =
    isAnchored ||
    page.items.some(({ message }) => isAtOrAbove(transcript.find(message.id), target));
  // Deletions pulled older messages up past this page: step towards the newest until the seam is seen.
  if (!isSeamSeen && offset > 0) {
    access.note('history_drift');
    return -pageSize;
  }
  transcript.applyRun({
    ...page,
    isNewest: false,
    isProof: false,
    nextKey: isAnchored || !oldest ? target.key : undefined,
  });
  // Messages that came since pushed everything down: nothing below the target was on the page yet.
  return oldest && page.hasOlder && getOrder(oldest.message) >= target.order ? pageSize : 0;
}

/** No cursor is known where rows were evicted: reads from the newest end until it is below the target. */
async function walkTo(
  access: TranscriptAccess,
  target: Entry,
  signal: AbortSignal,
): Promise<number> {
  const { run } = await readNewest(access, {
    limit: walkPageSize,
    signal,
    maxRetries,
    isAsked: true,
    maxPages: walkPages,
    isEnough: ({ items }) => isBelow(items[0], target),
  });
  if (!signal.aborted) access.transcript.applyRun(run);
  return 0;
}

function isBelow(item: RunItem | undefined, target: Entry): boolean {
  return item !== undefined && getOrder(item.message) < target.order;
}

function isAtOrAbove(entry: Entry | undefined, target: Entry): boolean {
  return entry !== undefined && entry.order >= target.order;
}
