import type { RowHeights } from './createRowHeights.ts';
import type { VisibleStretch } from './rowRange.ts';

/** Notes how much room each mounted row takes, margins included: to where the next one begins. */
export function measureRows(list: HTMLElement, heights: RowHeights): void {
  const children = [...list.children] as HTMLElement[];
  const tops = children.map((child) => child.getBoundingClientRect().top);
  children.forEach((child, index) => {
    const key = child.dataset['key'];
    const next = tops[index + 1] ?? list.getBoundingClientRect().bottom;
    const height = next - tops[index]!;
    if (key !== undefined && height > 0) heights.setHeight(key, height);
  });
}

/**
 * What the viewport around shows, in the coordinates of `heights`: the room of rows that were never mounted is
 * a guess, which may be another by now than when it was laid out, so a mounted row tells where it is.
 */
export function readStretch(
  list: HTMLElement,
  heights: RowHeights,
  keys: readonly string[],
): VisibleStretch {
  const viewport = list.closest<HTMLElement>('[data-part="viewport"]') ?? list;
  const box = viewport.getBoundingClientRect();
  const rows = [...list.querySelectorAll<HTMLElement>(':scope > [data-key]')];
  const row = rows.find((one) => one.getBoundingClientRect().bottom > box.top) ?? rows.at(-1);
  const index = keys.indexOf(row?.dataset['key'] ?? '');
  const origin =
    row && index >= 0
      ? row.getBoundingClientRect().top - heights.getTop(index)
      : list.getBoundingClientRect().top;
  return { top: box.top - origin, bottom: box.bottom - origin };
}
