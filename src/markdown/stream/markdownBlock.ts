import type { Definition } from '../parse/definitions.ts';
import type { MarkdownNode } from '../tree/markdownNode.ts';

/** A block of the outermost level. Once settled it is the same object for good, unless a definition changes it. */
export interface MarkdownBlock {
  /** `''` for what shows nothing: a definition. */
  readonly node: MarkdownNode;
  /** It came while the text was arriving: its text is appended to, not replaced. */
  readonly isLive: boolean;
}

/** A text as it is to be shown; portions that did not change are the same objects as before. */
export interface MarkdownDocument {
  readonly portions: readonly (readonly MarkdownBlock[])[];
}

/** What was looked up while a block was built, and what it found. */
export type Lookups = Map<string, Definition | undefined>;

/** What the parser knows of a block beyond what is shown. */
export interface ParsedBlock extends MarkdownBlock {
  /** Its stretch of the text. */
  readonly start: number;
  readonly end: number;
  readonly lookups: Lookups;
  /** What it defines. */
  readonly labels: readonly string[];
  /** Built as a whole, and as it was written: the same text makes the same block. */
  readonly isPlain: boolean;
}

/** A block that nothing to come can change. */
export interface SettledBlock extends ParsedBlock {
  /** Where the next block begins. */
  readonly next: number;
  /** The text up to here says that it is settled. */
  readonly confirmedAt: number;
}
