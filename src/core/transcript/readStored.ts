import type { StoredMessage } from '../history.ts';
import type { Entry } from './entry.ts';
import type { OrderedEntries } from './orderedEntries.ts';

export interface StoredRows {
  readonly messages: StoredMessage[];
  readonly first: Entry | undefined;
}

/** The contiguous stretch up to the newest row, without what streams or has no id of the server's yet. */
export function readStored(entries: OrderedEntries, unheard: ReadonlySet<Entry>): StoredRows {
  const messages: StoredMessage[] = [];
  let first: Entry | undefined;
  for (const entry of entries.descending()) {
    const isSettled = entry.status !== 'streaming' && !entry.message.isProvisional;
    const doubt = unheard.has(entry) && ({ isUnheard: true } as const);
    if (isSettled) messages.push({ ...entry.message, key: entry.key, ...doubt });
    first = entry;
    // What is missing after the newest settled row is so for every cache.
    if (entry.hasHoleBefore && messages.length > 0) break;
  }
  return { messages: messages.toReversed(), first };
}
