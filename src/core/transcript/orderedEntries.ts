import type { Entry } from './entry.ts';

/** Small enough that a splice is a cache-line copy, large enough that 100,000 entries are 400 blocks. */
const maxBlock = 512;

/**
 * Entries by `order`, then `tie`; no two are equal. A list of blocks, so that inserting anywhere among
 * 100,000 entries moves a few hundred pointers.
 */
export class OrderedEntries {
  size = 0;
  readonly #blocks: Entry[][] = [];
  #ties = 0;

  get first(): Entry | undefined {
    return this.#blocks[0]?.[0];
  }

  get last(): Entry | undefined {
    return this.#blocks.at(-1)?.at(-1);
  }

  insert(entry: Entry): void {
    const blocks = this.#blocks;
    const { last } = this;
    const isAppend = last !== undefined && isBefore(last, entry);
    const at = isAppend ? blocks.length - 1 : this.#findBlock(entry);
    const block = (blocks[at] ??= []);
    if (isAppend) block.push(entry);
    else block.splice(findIndex(block, entry), 0, entry);
    this.size += 1;
    if (block.length > maxBlock) {
      // A growing end stays full behind it; a growing middle is halved.
      const half = isAppend ? maxBlock : maxBlock >> 1;
      blocks.splice(at + 1, 0, block.splice(half));
    }
  }

  remove(entry: Entry): void {
    const at = this.#findBlock(entry);
    const block = this.#blocks[at]!;
    block.splice(findIndex(block, entry), 1);
    if (block.length === 0) this.#blocks.splice(at, 1);
    this.size -= 1;
  }

  /** The entry before `entry`, which need not be in the list. */
  before(entry: Entry): Entry | undefined {
    const { last } = this;
    if (!last || isBefore(last, entry)) return last;
    const at = this.#findBlock(entry);
    const block = this.#blocks[at]!;
    return block[findIndex(block, entry) - 1] ?? this.#blocks[at - 1]?.at(-1);
  }

  /** The entry after `entry`, which need not be in the list. */
  after(entry: Entry): Entry | undefined {
    const { last } = this;
    if (!last || isBefore(last, entry)) return undefined;
    const at = this.#findBlock(entry);
    const block = this.#blocks[at]!;
    const index = findIndex(block, entry);
    return block[block[index] === entry ? index + 1 : index] ?? this.#blocks[at + 1]?.[0];
  }

  /** How many entries come after `entry`. */
  countAfter(entry: Entry): number {
    let at = this.#findBlock(entry);
    let count = -1 - findIndex(this.#blocks[at]!, entry);
    for (; at < this.#blocks.length; at += 1) count += this.#blocks[at]!.length;
    return count;
  }

  *descending(): Generator<Entry, void, undefined> {
    for (const block of this.#blocks.toReversed()) yield* block.toReversed();
  }

  /** Entries from `order` (inclusive) on, ascending. */
  *from(order: number): Generator<Entry, void, undefined> {
    const first = lowerBound(this.#blocks, (block) => block.at(-1)!.order < order);
    for (let at = first; at < this.#blocks.length; at += 1) {
      const block = this.#blocks[at]!;
      let index = at === first ? lowerBound(block, (entry) => entry.order < order) : 0;
      for (; index < block.length; index += 1) yield block[index]!;
    }
  }

  /** Entries of this order, ascending by tie. */
  equalTo(order: number): Entry[] {
    const group: Entry[] = [];
    let at = lowerBound(this.#blocks, (block) => block.at(-1)!.order < order);
    // Asked for every row of every page: a generator would cost more than the search.
    for (let block = this.#blocks[at]; block; block = this.#blocks[(at += 1)]) {
      let index = lowerBound(block, (entry) => entry.order < order);
      for (; block[index]?.order === order; index += 1) group.push(block[index]!);
      if (index < block.length) break;
    }
    return group;
  }

  /** Puts a row behind all of its order. */
  nextTie(): number {
    return (this.#ties += 1);
  }

  /** Puts a row before the one at `index` of `group`, the entries of its order; behind them if there is none. */
  tieBefore(group: readonly Entry[], index: number): number {
    const next = group[index];
    return next ? ((group[index - 1]?.tie ?? next.tie - 1) + next.tie) / 2 : this.nextTie();
  }

  readKeys(): string[] {
    return this.#blocks.flatMap((block) => block.map(({ key }) => key));
  }

  #findBlock(entry: Entry): number {
    const at = lowerBound(this.#blocks, (block) => isBefore(block.at(-1)!, entry));
    return Math.max(0, Math.min(at, this.#blocks.length - 1));
  }
}

export function isBefore(a: Entry, b: Entry): boolean {
  return a.order < b.order || (a.order === b.order && a.tie < b.tie);
}

function findIndex(block: readonly Entry[], entry: Entry): number {
  return lowerBound(block, (other) => isBefore(other, entry));
}

/** The first index whose item is not `isLess`. */
function lowerBound<T>(items: readonly T[], isLess: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isLess(items[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
