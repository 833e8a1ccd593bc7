import type { Entry } from '../transcript/entry.ts';
import { getOrder } from '../transcript/run.ts';
import { readItems, type TranscriptAccess } from './readRun.ts';

/** Pages one call reads at the most, while closing a gap or stepping over what is already known. */
const maxPages = 10;
const maxRetries = 2;

/** Loads what is before the oldest row, or closes the topmost gap first: until something new is shown. */
export async function loadOlder(
  access: TranscriptAccess,
  signal: AbortSignal,
  onCommit: () => void,
): Promise<void> {
  const { transcript } = access;
  const gap = transcript.holes.findTopmost();
  const target = gap ?? transcript.oldest;
  let shift = 0;
  for (let pages = 0; pages < maxPages && target?.hasHoleBefore; pages += 1) {
    const sizeBefore = transcript.size;
    shift += await loadPage(access, target, shift, signal);
    if (signal.aborted) return;
    onCommit();
    if (!gap && transcript.size > sizeBefore) return;
  }
}

/** Commits one page below `target`. Returns by how much the position must move if it was not the right one. */
async function loadPage(
  access: TranscriptAccess,
  target: Entry,
  shift: number,
  signal: AbortSignal,
): Promise<number> {
  const { transcript, history, pageSize } = access;
  const cursor = target.olderCursor;
  const offset = Math.max(0, transcript.countAfter(target) + 1 + shift);
  const page = await readItems(access, { cursor, offset, signal, maxRetries });
  if (signal.aborted) return 0;
  const [oldest] = page.items;
  const isAnchored = history !== 'numbered' && cursor !== undefined;
  const isSeamSeen =
    isAnchored ||
    page.items.some(({ message }) => isAtOrAbove(transcript.find(message.id), target));
  // Deletions pulled older messages up past this page: step towards the newest until the seam is seen.
  if (!isSeamSeen && offset > 0) {
    access.onDrift();
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

function isAtOrAbove(entry: Entry | undefined, target: Entry): boolean {
  return entry !== undefined && entry.order >= target.order;
}
