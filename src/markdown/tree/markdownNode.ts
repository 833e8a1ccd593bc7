import type { MarkdownTag } from './allowedNodes.ts';

/** A node of the tree a text is parsed to: text as it is, or an element of the allow-list. */
export type MarkdownNode = string | MarkdownElement;

/** Attributes under their names in React; values never hold HTML, script or style. */
export interface MarkdownAttributes {
  readonly [name: string]: string | number | boolean;
}

export interface MarkdownElement {
  /** `''` holds children together without an element of its own: long lists and tables are kept in such portions. */
  readonly tag: MarkdownTag | '';
  readonly attributes?: MarkdownAttributes;
  readonly children: readonly MarkdownNode[];
  /** Of `pre` alone: false while the closing fence has not arrived. */
  readonly isClosed?: boolean;
}
