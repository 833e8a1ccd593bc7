import type { Holes } from './holes.ts';
import type { OrderedEntries } from './orderedEntries.ts';

/**
 * Among rows of equal time a live message is the last, unless newer rows follow: then it is said late and
 * belongs behind what was said before it, else where one may be missing.
 */
export function findLateTie(entries: OrderedEntries, { lastSaid }: Holes, order: number): number {
  const isLate = order < (entries.last?.order ?? order);
  const group = isLate ? entries.equalTo(order) : [];
  const last = group.at(-1);
  const said = group.findIndex((entry) => entry === lastSaid);
  if (said >= 0) return entries.tieBefore(group, said + 1);
  if (last && entries.after(last)?.hasHoleBefore) return entries.nextTie();
  return entries.tieBefore(
    group,
    group.findLastIndex((entry) => entry.hasHoleBefore),
  );
}
