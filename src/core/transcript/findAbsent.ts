import type { OrderedEntries } from './orderedEntries.ts';
import { getIds, getOrder, type Run } from './run.ts';

/**
 * Ids that the server should have listed and did not: known before a read from the newest end, strictly inside
 * what it covered (DESIGN §5.6).
 */
export function findAbsent(entries: OrderedEntries, { items, hasOlder, asOf }: Run): string[] {
  const ids = getIds(items);
  const low = hasOlder && items[0] ? getOrder(items[0].message) : -Infinity;
  const absent: string[] = [];
  for (const entry of entries.from(low)) {
    // What was cut short may be stored nowhere: its text stays.
    const isStored = entry.status === 'complete' && !entry.message.isProvisional;
    const isInside = isStored && entry.order > low && entry.asOf < asOf;
    if (isInside && !ids.has(entry.message.id)) absent.push(entry.message.id);
  }
  return absent;
}
