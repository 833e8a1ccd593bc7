import type { Entry } from './entry.ts';
import type { Holes } from './holes.ts';
import { isBefore, type OrderedEntries } from './orderedEntries.ts';
import { getOrder, type Run } from './run.ts';

/**
 * Has a read from the newest end met what was known before the topmost hole? Two known messages, or the
 * stretch below the hole passed altogether.
 */
export function hasReachedKnown(
  run: Run,
  entries: OrderedEntries,
  holes: Holes,
  byId: ReadonlyMap<string, Entry>,
  /** What the server took after this order may be listed anywhere above it. */
  floor: number,
): boolean {
  const anchor = holes.findAnchor();
  const [first] = run.items;
  if (!first) return true;
  if (getOrder(first.message) >= floor) return false;
  if (!anchor) return true;
  let overlap = 0;
  for (const { message } of run.items) {
    const entry = byId.get(message.id);
    if (entry && !isBefore(anchor, entry)) overlap += 1;
  }
  if (overlap >= 2) return true;
  const bottom = findBottom(entries, anchor);
  // One overlap suffices for a stretch of just one row.
  const isSingle = bottom === anchor && overlap === 1;
  return getOrder(first.message) < bottom.order || isSingle;
}

/** The oldest row of the stretch without a hole that ends at `top`. */
function findBottom(entries: OrderedEntries, top: Entry): Entry {
  let bottom = top;
  while (!bottom.hasHoleBefore) {
    const before = entries.before(bottom);
    if (!before) break;
    bottom = before;
  }
  return bottom;
}
