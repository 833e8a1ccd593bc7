import type { Entry } from './entry.ts';
import type { Holes } from './holes.ts';
import type { OrderedEntries } from './orderedEntries.ts';
import type { Run } from './run.ts';

/**
 * Messages of equal time stand in the order the server lists them in, whichever arrived first. `listed` are
 * the entries of `run`, in its order; `brought` are those it brought. Returns whether any row moved.
 */
export function reorderTies(
  entries: OrderedEntries,
  holes: Holes,
  run: Run,
  listed: readonly Entry[],
  brought: ReadonlySet<Entry>,
): boolean {
  let hasMoved = false;
  for (let start = 0, end = 1; start < listed.length; start = end, end += 1) {
    while (end < listed.length && listed[end]!.order === listed[start]!.order) end += 1;
    const group = entries.equalTo(listed[start]!.order);
    if (group.length === 1) continue;
    // The stretch begins in their midst: rows of the group that it does not list are below it. An older page
    // that lies in the group altogether has them above.
    const isBelowUnknown = start === 0 && run.hasOlder && (run.isNewest || end < listed.length);
    const isBelow = (other: Entry): boolean => isBelowUnknown && other.since <= run.asOf;
    const wanted = arrange(group, listed.slice(start, end), brought, isBelow);
    hasMoved = applyOrder(entries, holes, group, wanted) || hasMoved;
  }
  return hasMoved;
}

/**
 * `listed` in their order; the others keep their places among them. What is new goes right behind the row listed
 * before it, else right before the first one that was known, else behind those that are below.
 */
function arrange(
  group: readonly Entry[],
  listed: readonly Entry[],
  brought: ReadonlySet<Entry>,
  isBelow: (other: Entry) => boolean,
): Entry[] {
  const known = listed.filter((entry) => !brought.has(entry));
  let next = 0;
  const wanted = group
    .filter((entry) => !listed.includes(entry) || known.includes(entry))
    .map((entry) => (known.includes(entry) ? known[next++]! : entry));
  let place = known[0] ? wanted.indexOf(known[0]) : wanted.filter(isBelow).length;
  for (const entry of listed) {
    if (brought.has(entry)) wanted.splice(place, 0, entry);
    place = wanted.indexOf(entry) + 1;
  }
  return wanted;
}

function applyOrder(
  entries: OrderedEntries,
  holes: Holes,
  group: readonly Entry[],
  wanted: readonly Entry[],
): boolean {
  if (wanted.every((entry, index) => entry === group[index])) return false;
  holes.handleReorder(wanted[0]!, group);
  for (const entry of group) entries.remove(entry);
  for (const entry of wanted) {
    entry.tie = entries.nextTie();
    entries.insert(entry);
  }
  return true;
}
