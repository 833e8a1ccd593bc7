import { choosePage, overlap } from '../request/choosePage.ts';

export interface PagePlace {
  /** From 1. */
  readonly page: number;
  readonly offset: number;
  readonly limit: number;
}

/**
 * The stretch that begins two positions before `offset` and brings `limit` messages beyond it, as far as
 * `maxLimit` lets it. Aligned, it is a whole page.
 */
export function choosePlace(
  offset: number,
  limit: number,
  maxLimit: number,
  isAligned: boolean,
): PagePlace {
  if (isAligned || offset <= 0) {
    const { page, size } = choosePage(offset, limit, maxLimit);
    return { page, offset: (page - 1) * size, limit: size };
  }
  const start = Math.max(0, offset - overlap);
  return { page: 1, offset: start, limit: Math.min(offset - start + Math.max(limit, 1), maxLimit) };
}
