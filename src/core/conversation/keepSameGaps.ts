import type { Gap } from '../model/conversationState.ts';
import type { Holes } from '../transcript/holes.ts';
import { isDeepEqual } from '../transcript/isDeepEqual.ts';

/** The gaps shown to the reader; the same array as `before` while they are the same. */
export function keepSameGaps(before: readonly Gap[], holes: Holes): readonly Gap[] {
  const gaps = holes
    .readGaps()
    .map(({ after, before }) => ({ afterKey: after.key, beforeKey: before.key }));
  return isDeepEqual(gaps, before) ? before : gaps;
}
