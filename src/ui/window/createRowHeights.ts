import { findFirst } from '../scroll/findFirst.ts';

/** Heights of rows, measured while they were mounted and guessed until then, and where each row begins. px. */
export interface RowHeights {
  /** The list as it is now; O(n), once per change of it. */
  setKeys(keys: readonly string[]): void;
  setHeight(key: string, height: number): void;
  /** Where the row with this index begins; with the count of rows, where the last one ends. */
  getTop(index: number): number;
  /** The row at `top`, or the nearest. */
  findIndex(top: number): number;
}

const firstGuess = 96;

export function createRowHeights(): RowHeights {
  const heights = new Map<string, number>();
  let keys: readonly string[] = [];
  let tops: Float64Array | undefined;
  let measured = 0;

  /** What is not known is as high as the others are on average. */
  const readTops = (): Float64Array => {
    if (tops) return tops;
    const guess = heights.size > 0 ? measured / heights.size : firstGuess;
    tops = new Float64Array(keys.length + 1);
    for (let index = 0; index < keys.length; index += 1)
      tops[index + 1] = tops[index]! + (heights.get(keys[index]!) ?? guess);
    return tops;
  };
  return {
    setKeys(next) {
      if (next === keys) return;
      keys = next;
      tops = undefined;
    },
    setHeight(key, height) {
      const before = heights.get(key);
      if (before !== undefined && Math.abs(before - height) < 0.5) return;
      measured += height - (before ?? 0);
      heights.set(key, height);
      tops = undefined;
    },
    getTop: (index) => readTops()[index] ?? 0,
    findIndex(top) {
      const all = readTops();
      const first = findFirst(keys.length, (index) => all[index + 1]! > top);
      return Math.max(0, Math.min(first, keys.length - 1));
    },
  };
}
