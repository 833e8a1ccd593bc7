const maxLimit = 100;

/** Messages a page shares with what is known already: two, so that the seam can be proven (DESIGN §5.5). */
const overlap = 2;

/**
 * The page of BimpeAI's history (1-based, newest first, `limit` ≤ 100) that starts at position
 * `offset - 2`, or as little before it as page numbers allow, and reaches `limit` messages beyond `offset`
 * where it can.
 */
export function choosePage(offset: number, limit: number): { page: number; size: number } {
  const smallest = Math.min(Math.max(limit, 1), maxLimit);
  if (offset <= 0) return { page: 1, size: smallest };
  const start = Math.max(0, offset - overlap);
  let best = { page: 1, size: maxLimit, early: start };
  for (let size = Math.min(smallest + overlap, maxLimit); size <= maxLimit; size += 1) {
    const early = start % size;
    const reachesOn = start - early + size > offset;
    if (reachesOn && early < best.early) best = { page: Math.floor(start / size) + 1, size, early };
    if (best.early === 0) break;
  }
  return { page: best.page, size: best.size };
}
