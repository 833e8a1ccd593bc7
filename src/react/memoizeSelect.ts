/**
 * `select` run once per list. An array with the same items as the one selected before is that one again,
 * so a filter is no reason to render while only other messages change.
 */
export function memoizeSelect<TList extends object, TSelected>(
  select: (list: TList) => TSelected,
): (list: TList) => TSelected {
  const selected = new WeakMap<TList, { readonly value: TSelected }>();
  let last: { readonly value: TSelected } | undefined;
  return (list) => {
    const known = selected.get(list);
    if (known !== undefined) return known.value;
    const value = select(list);
    last = last !== undefined && isSame(last.value, value) ? last : { value };
    selected.set(list, last);
    return last.value;
  };
}

function isSame(before: unknown, after: unknown): boolean {
  if (Object.is(before, after)) return true;
  return (
    Array.isArray(before) &&
    Array.isArray(after) &&
    before.length === after.length &&
    before.every((item, index) => Object.is(item, after[index]))
  );
}
