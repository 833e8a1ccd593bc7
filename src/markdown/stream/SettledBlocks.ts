'use client';
import type { Definition, Definitions } from '../parse/definitions.ts';
import { portionSize } from '../tree/createPortions.ts';
import type { MarkdownBlock, ParsedBlock, SettledBlock } from './markdownBlock.ts';

/** Blocks that nothing to come can change, with what they define. Full portions stay the same objects. */
export class SettledBlocks {
  /** What they define, by label. The first one to define a label has it. */
  definitions = Object.create(null) as Definitions;
  private readonly blocks: SettledBlock[] = [];
  private readonly portions: (readonly MarkdownBlock[])[] = [];

  get length(): number {
    return this.blocks.length;
  }

  get end(): number {
    return this.blocks.at(-1)?.next ?? 0;
  }

  push(block: SettledBlock): void {
    this.blocks.push(block);
    if (this.blocks.length % portionSize === 0) this.portions.push(this.blocks.slice(-portionSize));
  }

  /** Each block that `change` gives another for is replaced by it. */
  update(change: (block: SettledBlock) => SettledBlock): void {
    for (const [index, block] of this.blocks.entries()) {
      const changed = change(block);
      if (changed === block) continue;
      this.blocks[index] = changed;
      const portion = Math.floor(index / portionSize);
      if (portion < this.portions.length)
        this.portions[portion] = this.blocks.slice(
          portion * portionSize,
          (portion + 1) * portionSize,
        );
    }
  }

  /** Keeps what the first `shared` characters of the text alone make certain. */
  keep(shared: number, readDefinition: (block: SettledBlock, label: string) => Definition): void {
    const kept = this.blocks.findIndex(({ confirmedAt }) => confirmedAt > shared);
    if (kept >= 0) this.blocks.length = kept;
    this.portions.length = Math.floor(this.blocks.length / portionSize);
    this.definitions = Object.create(null) as Definitions;
    for (const block of this.blocks)
      for (const label of block.labels) this.definitions[label] ??= readDefinition(block, label);
  }

  /** All portions, with the blocks that are not settled. */
  collect(tail: readonly ParsedBlock[]): (readonly MarkdownBlock[])[] {
    const rest = [...this.blocks.slice(this.portions.length * portionSize), ...tail];
    const portions = [...this.portions];
    for (let at = 0; at < rest.length; at += portionSize)
      portions.push(rest.slice(at, at + portionSize));
    return portions;
  }
}
