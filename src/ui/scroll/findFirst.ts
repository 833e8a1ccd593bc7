/** The first index below `count` that is past what is looked for, else `count`: of ten thousand with fourteen looks. */
export function findFirst(count: number, isPast: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isPast(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
