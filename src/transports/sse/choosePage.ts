/** Messages a page shares with what is known already: two, so that the seam can be proven (DESIGN §5.5). */
const overlap = 2;

export interface PagePlace {
  /** From 1. */
  readonly page: number;
  readonly offset: number;
  readonly limit: number;
}

/**
 * The stretch that begins two positions before `offset` and brings `limit` messages beyond it, as far as
 * `maxLimit` lets it. Aligned, it is a whole page: the smallest that does, else the one that brings most.
 */
export function choosePage(
  offset: number,
  limit: number,
  maxLimit: number,
  isAligned: boolean,
): PagePlace {
  const wanted = Math.min(Math.max(limit, 1), maxLimit);
  if (offset <= 0) return { page: 1, offset: 0, limit: wanted };
  const start = Math.max(0, offset - overlap);
  if (!isAligned)
    return { page: 1, offset: start, limit: Math.min(offset - start + wanted, maxLimit) };
  let best = { page: 1, offset: 0, limit: maxLimit };
  let bestGain = 0;
  for (let size = overlap + 1; size <= maxLimit && bestGain < wanted; size += 1) {
    const index = Math.floor(start / size);
    const gain = (index + 1) * size - offset;
    if (gain > bestGain) {
      best = { page: index + 1, offset: index * size, limit: size };
      bestGain = gain;
    }
  }
  return best;
}
