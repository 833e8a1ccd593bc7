import type { Holes } from './holes.ts';
import type { OrderedEntries } from './orderedEntries.ts';

/**
 * Among rows of equal time a live message is the last, unless newer rows follow: then it is said late and
 * belongs behind what was said before it, else where one may be missing. `undefined`: it is the last.
 */
export function findLateTie(
  entries: OrderedEntries,
  holes: Holes,
  order: number,
): number | undefined {
  const { last: newest } = entries;
  if (!newest || order >= newest.order) return undefined;
  const group = entries.equalTo(order);
  const last = group.at(-1);
  if (!last) return undefined;
  const said = holes.lastSaid ? group.indexOf(holes.lastSaid) : -1;
  if (said < 0 && entries.after(last)?.hasHoleBefore) return undefined;
  const index = said >= 0 ? said + 1 : group.findLastIndex((entry) => entry.hasHoleBefore);
  const above = group[index];
  return above && ((group[index - 1]?.tie ?? above.tie - 1) + above.tie) / 2;
}
