import type { Entry } from './entry.ts';

/** Small enough that a splice is a cache-line copy, large enough that 100,000 entries are 400 blocks. */
const maxBlock = 512;

/**
 * Entries by `order`, then `tie`; no two are equal. A list of blocks, so that inserting anywhere among
 * 100,000 entries moves a few hundred pointers.
 */
export class OrderedEntries {
  size = 0;
  private readonly blocks: Entry[][] = [];

  get first(): Entry | undefined {
    return this.blocks[0]?.[0];
  }

  get last(): Entry | undefined {
    return this.blocks.at(-1)?.at(-1);
  }

  insert(entry: Entry): void {
    this.size += 1;
    const { last } = this;
    if (!last) {
      this.blocks.push([entry]);
      return;
    }
    const isAppend = isBefore(last, entry);
    const blockIndex = isAppend ? this.blocks.length - 1 : this.findBlock(entry);
    const block = this.blocks[blockIndex]!;
    if (isAppend) block.push(entry);
    else block.splice(findIndex(block, entry), 0, entry);
    if (block.length > maxBlock) this.split(blockIndex, isAppend);
  }

  remove(entry: Entry): void {
    const blockIndex = this.findBlock(entry);
    const block = this.blocks[blockIndex]!;
    block.splice(findIndex(block, entry), 1);
    if (block.length === 0) this.blocks.splice(blockIndex, 1);
    this.size -= 1;
  }

  /** The entry before `entry`, which need not be in the list. */
  before(entry: Entry): Entry | undefined {
    const { last } = this;
    if (last && isBefore(last, entry)) return last;
    const blockIndex = this.findBlock(entry);
    const block = this.blocks[blockIndex];
    if (!block) return undefined;
    return block[findIndex(block, entry) - 1] ?? this.blocks[blockIndex - 1]?.at(-1);
  }

  /** The entry after `entry`, which need not be in the list. */
  after(entry: Entry): Entry | undefined {
    const { last } = this;
    if (last && isBefore(last, entry)) return undefined;
    const blockIndex = this.findBlock(entry);
    const block = this.blocks[blockIndex];
    if (!block) return undefined;
    const index = findIndex(block, entry);
    return block[block[index] === entry ? index + 1 : index] ?? this.blocks[blockIndex + 1]?.[0];
  }

  /** How many entries come after `entry`. */
  countAfter(entry: Entry): number {
    const blockIndex = this.findBlock(entry);
    const block = this.blocks[blockIndex];
    if (!block) return 0;
    let count = block.length - findIndex(block, entry) - 1;
    for (let i = blockIndex + 1; i < this.blocks.length; i += 1) count += this.blocks[i]!.length;
    return count;
  }

  *ascending(): Generator<Entry, void, undefined> {
    for (const block of this.blocks) yield* block;
  }

  *descending(): Generator<Entry, void, undefined> {
    for (let i = this.blocks.length - 1; i >= 0; i -= 1) {
      const block = this.blocks[i]!;
      for (let j = block.length - 1; j >= 0; j -= 1) yield block[j]!;
    }
  }

  /** Entries from `order` (inclusive) on, ascending. */
  *from(order: number): Generator<Entry, void, undefined> {
    let blockIndex = lowerBound(this.blocks, (block) => block.at(-1)!.order < order);
    const start = this.blocks[blockIndex];
    if (!start) return;
    const first = lowerBound(start, (entry) => entry.order < order);
    for (let index = first; index < start.length; index += 1) yield start[index]!;
    for (blockIndex += 1; blockIndex < this.blocks.length; blockIndex += 1)
      yield* this.blocks[blockIndex]!;
  }

  /** Entries of this order, ascending by tie. */
  equalTo(order: number): Entry[] {
    const group: Entry[] = [];
    let blockIndex = lowerBound(this.blocks, (block) => block.at(-1)!.order < order);
    for (let block = this.blocks[blockIndex]; block; block = this.blocks[blockIndex]) {
      let index = lowerBound(block, (entry) => entry.order < order);
      for (; block[index]?.order === order; index += 1) group.push(block[index]!);
      if (index < block.length) break;
      blockIndex += 1;
    }
    return group;
  }

  collectKeys(into: string[]): void {
    for (const block of this.blocks) for (const entry of block) into.push(entry.key);
  }

  private findBlock(entry: Entry): number {
    const index = lowerBound(this.blocks, (block) => isBefore(block.at(-1)!, entry));
    return Math.min(index, this.blocks.length - 1);
  }

  private split(index: number, isAppend: boolean): void {
    const block = this.blocks[index]!;
    // A growing end stays full behind it; a growing middle is halved.
    const at = isAppend ? block.length - 1 : block.length >> 1;
    this.blocks.splice(index + 1, 0, block.splice(at));
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
