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
    const [at, index] = isAppend ? [blocks.length - 1, maxBlock] : this.#locate(entry);
    const block = (blocks[at] ??= []);
    if (isAppend) block.push(entry);
    else block.splice(index, 0, entry);
    this.size += 1;
    if (block.length > maxBlock) {
      // A growing end stays full behind it; a growing middle is halved.
      const half = isAppend ? maxBlock : maxBlock >> 1;
      blocks.splice(at + 1, 0, block.splice(half));
    }
  }

  remove(entry: Entry): void {
    const [at, index] = this.#locate(entry);
    const block = this.#blocks[at]!;
    block.splice(index, 1);
    if (block.length === 0) this.#blocks.splice(at, 1);
    this.size -= 1;
  }

  /** The entry before `entry`, which need not be in the list. */
  before(entry: Entry): Entry | undefined {
    const [at, index] = this.#locate(entry);
    return this.#blocks[at]?.[index - 1] ?? this.#blocks[at - 1]?.at(-1);
  }

  /** The entry after `entry`, which need not be in the list. */
  after(entry: Entry): Entry | undefined {
    const { last } = this;
    // Asked for every row that comes, and nearly all of them are the newest.
    if (!last || isBefore(last, entry)) return undefined;
    const [at, index] = this.#locate(entry);
    const block = this.#blocks[at]!;
    return block[block[index] === entry ? index + 1 : index] ?? this.#blocks[at + 1]?.[0];
  }

  /** How many entries come after `entry`. */
  countAfter(entry: Entry): number {
    const [at, index] = this.#locate(entry);
    return this.#blocks.slice(at).reduce((count, block) => count + block.length, -1 - index);
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

  /** The block in which `entry` stands or belongs, and its place there. */
  #locate(entry: Entry): [at: number, index: number] {
    const found = lowerBound(this.#blocks, (block) => isBefore(block.at(-1)!, entry));
    const at = Math.max(0, Math.min(found, this.#blocks.length - 1));
    return [at, lowerBound(this.#blocks[at] ?? [], (other) => isBefore(other, entry))];
  }
}

export function isBefore(a: Entry, b: Entry): boolean {
  return a.order < b.order || (a.order === b.order && a.tie < b.tie);
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
