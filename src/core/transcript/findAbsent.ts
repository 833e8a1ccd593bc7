import type { OrderedEntries } from './orderedEntries.ts';
import type { Coverage } from './run.ts';

/**
 * Ids that the server should have listed and did not: known before the request, strictly inside what it
 * covered (DESIGN §5.6).
 */
export function findAbsent(entries: OrderedEntries, { ids, low, asOf }: Coverage): string[] {
  const absent: string[] = [];
  for (const entry of entries.from(low)) {
    // What was cut short may be stored nowhere: its text stays.
    const isStored = entry.status === 'complete' && !entry.message.isProvisional;
    const isInside = isStored && entry.order > low && entry.asOf < asOf;
    if (isInside && !ids.has(entry.message.id)) absent.push(entry.message.id);
  }
  return absent;
}
