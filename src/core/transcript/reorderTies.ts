import type { Entry } from './entry.ts';
import type { Holes } from './holes.ts';
import type { OrderedEntries } from './orderedEntries.ts';

/**
 * Messages of equal time stand in the order the server lists them in, whichever arrived first. `listed` are
 * the entries of one stretch of history, in its order. Returns whether any row moved.
 */
export function reorderTies(
  entries: OrderedEntries,
  holes: Holes,
  listed: readonly Entry[],
): boolean {
  let hasMoved = false;
  let start = 0;
  while (start < listed.length) {
    let end = start + 1;
    while (end < listed.length && listed[end]!.order === listed[start]!.order) end += 1;
    const isLowest = start === 0 && end < listed.length;
    hasMoved = reorderGroup(entries, holes, listed.slice(start, end), isLowest) || hasMoved;
    start = end;
  }
  return hasMoved;
}

function reorderGroup(
  entries: OrderedEntries,
  holes: Holes,
  listed: readonly Entry[],
  isLowest: boolean,
): boolean {
  const { order } = listed[0]!;
  const group: Entry[] = [];
  for (const entry of entries.from(order)) {
    if (entry.order !== order) break;
    group.push(entry);
  }
  if (group.length < 2) return false;
  const known = new Set(listed);
  // Not in the stretch: before it where the stretch begins in their midst, else newer than the request.
  const others = group.filter((entry) => !known.has(entry));
  const wanted = isLowest ? [...others, ...listed] : [...listed, ...others];
  if (wanted.every((entry, index) => entry === group[index])) return false;
  const ties = group.map((entry) => entry.tie);
  if (group.some((entry) => entry.hasHoleBefore)) holes.handleReorder(wanted[0]!);
  for (const entry of group) entries.remove(entry);
  wanted.forEach((entry, index) => {
    entry.tie = ties[index]!;
    entries.insert(entry);
  });
  return true;
}
