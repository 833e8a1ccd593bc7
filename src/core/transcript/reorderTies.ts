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
  const isNew = (entry: Entry): boolean => brought.has(entry);
  let hasMoved = false;
  for (let start = 0, end = 1; start < listed.length; start = end, end += 1) {
    while (end < listed.length && listed[end]!.order === listed[start]!.order) end += 1;
    const group = entries.equalTo(listed[start]!.order);
    if (group.length === 1) continue;
    // The stretch begins in their midst: rows of the group that it does not list are below it. An older page
    // that lies in the group altogether has them above.
    const isBelowUnknown = start === 0 && run.hasOlder && (run.isNewest || end < listed.length);
    const wanted = arrange(group, listed.slice(start, end), isNew, (other) =>
      isBelowUnknown ? other.since <= run.asOf : false,
    );
    hasMoved = applyOrder(entries, holes, group, wanted) || hasMoved;
  }
  return hasMoved;
}

/** `listed` in their order; the others keep their places among them. */
function arrange(
  group: readonly Entry[],
  listed: readonly Entry[],
  isNew: (entry: Entry) => boolean,
  isBelow: (other: Entry) => boolean,
): Entry[] {
  const known = listed.filter((entry) => !isNew(entry));
  let next = 0;
  const wanted = group
    .filter((entry) => !listed.includes(entry) || known.includes(entry))
    .map((entry) => (known.includes(entry) ? known[next++]! : entry));
  for (const entry of listed) {
    if (isNew(entry)) wanted.splice(findPlace(entry, wanted, listed, isBelow), 0, entry);
  }
  return wanted;
}

/** Right behind the row listed before it, else right before the one listed after it, else by `isBelow`. */
function findPlace(
  entry: Entry,
  wanted: readonly Entry[],
  listed: readonly Entry[],
  isBelow: (other: Entry) => boolean,
): number {
  const index = listed.indexOf(entry);
  const before = listed[index - 1];
  if (before) return wanted.indexOf(before) + 1;
  const after = listed.slice(index + 1).find((other) => wanted.includes(other));
  return after ? wanted.indexOf(after) : wanted.filter(isBelow).length;
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
