import type { Entry } from './entry.ts';
import type { Holes } from './holes.ts';
import type { OrderedEntries } from './orderedEntries.ts';
import type { ProvisionalRows } from './provisionalRows.ts';

export interface ReseatOptions {
  readonly entries: OrderedEntries;
  readonly holes: Holes;
  readonly isListed: (entry: Entry) => boolean;
}

/** Rows without a place of the server's go back behind the ones they follow. Returns whether any moved. */
export function reseatRows(rows: ProvisionalRows, options: ReseatOptions): boolean {
  const { entries, holes, isListed } = options;
  let hasMoved = false;
  for (const [row, place] of rows.entries()) {
    const { after } = place;
    if (!after || entries.before(row) === after || !isListed(after)) continue;
    holes.handleRemoval(row);
    entries.remove(row);
    row.order = after.order;
    const group = entries.equalTo(after.order);
    row.tie = entries.tieBefore(group, group.indexOf(after) + 1);
    holes.handleInsertion(row, 'receipt');
    entries.insert(row);
    hasMoved = true;
  }
  return hasMoved;
}

/** What a reply that begins now answers. */
export function findQuestion(entries: OrderedEntries): Entry | undefined {
  for (const entry of entries.descending()) if (entry.message.role === 'user') return entry;
  return undefined;
}
