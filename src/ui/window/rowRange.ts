import type { RowHeights } from './createRowHeights.ts';

/** Rows that are mounted, `end` excluded. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** What the viewport shows of the list, px from the list's beginning. */
export interface VisibleStretch {
  readonly top: number;
  readonly bottom: number;
}

/** Never more than this many rows, however low they are. */
export const maxRows = 56;

/** The rows in view, with one screen more on either side as far as `maxRows` lets it (EXPERIENCE §2). */
export function chooseRange(
  heights: RowHeights,
  count: number,
  { top, bottom }: VisibleStretch,
): RowRange {
  const screen = bottom - top;
  const first = heights.findIndex(top);
  const last = heights.findIndex(bottom);
  const spare = Math.max(0, Math.floor((maxRows - (last - first + 1)) / 2));
  const start = Math.max(first - spare, heights.findIndex(top - screen), 0);
  const end = Math.min(last + 1 + spare, heights.findIndex(bottom + screen) + 1, count);
  return { start, end: Math.max(end, Math.min(start + 1, count)) };
}

/** Does `range` still hold what is in view, with some to spare where there is more? */
export function isEnough(
  range: RowRange,
  heights: RowHeights,
  count: number,
  { top, bottom }: VisibleStretch,
): boolean {
  const margin = (bottom - top) / 3;
  const hasAbove = range.start === 0 || heights.getTop(range.start) <= top - margin;
  const hasBelow = range.end >= count || heights.getTop(range.end) >= bottom + margin;
  return hasAbove && hasBelow;
}

/** The row with this index, in the middle of others. */
export function rangeAround(index: number, count: number): RowRange {
  const start = Math.max(0, index - Math.floor(maxRows / 2));
  return { start, end: Math.min(count, start + maxRows) };
}

/** The last rows: where a transcript opens. */
export function lastRows(count: number): RowRange {
  return { start: Math.max(0, count - Math.floor(maxRows / 2)), end: count };
}
