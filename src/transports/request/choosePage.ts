/** Messages a page shares with what is known already: two, so that the seam can be proven (DESIGN §5.5). */
export const overlap = 2;

export interface NumberedPage {
  /** From 1. */
  readonly page: number;
  readonly size: number;
}

/**
 * The page of a history that is asked for by page number, newest first, which begins `overlap` positions before
 * `offset`, or earlier, and brings `limit` messages beyond it: the smallest that does, else the one that brings
 * most.
 */
export function choosePage(offset: number, limit: number, maxLimit: number): NumberedPage {
  const wanted = Math.min(Math.max(limit, 1), maxLimit);
  if (offset <= 0) return { page: 1, size: wanted };
  const start = Math.max(0, offset - overlap);
  let best = { page: 1, size: maxLimit, gain: 0 };
  for (let size = overlap + 1; size <= maxLimit && best.gain < wanted; size += 1) {
    const index = Math.floor(start / size);
    const gain = (index + 1) * size - offset;
    if (gain > best.gain) best = { page: index + 1, size, gain };
  }
  return { page: best.page, size: best.size };
}
