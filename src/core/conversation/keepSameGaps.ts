import type { Gap } from '../model/conversationState.ts';
import type { Holes } from '../transcript/holes.ts';

/** The gaps shown to the reader; the same array as `before` while they are the same. */
export function keepSameGaps(before: readonly Gap[], holes: Holes): readonly Gap[] {
  const gaps = holes
    .readGaps()
    .map(({ after, before }) => ({ afterKey: after.key, beforeKey: before.key }));
  const isSame =
    gaps.length === before.length && gaps.every((gap, index) => isSameGap(gap, before[index]));
  return isSame ? before : gaps;
}

function isSameGap(a: Gap, b: Gap | undefined): boolean {
  return a.afterKey === b?.afterKey && a.beforeKey === b.beforeKey;
}
