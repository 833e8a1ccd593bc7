import type { ElementType } from 'react';
import type { MarkdownTag } from '../tree/allowedNodes.ts';
import type { MarkdownLabels } from './labels.ts';

/** A stretch of code of one kind, as a highlighter sees it. */
export interface CodeToken {
  readonly text: string;
  /** `keyword`, `string`, `comment` …: becomes `data-token`, for CSS. */
  readonly kind?: string | undefined;
}

/**
 * Colours a code block once its fence has closed. Called in an effect, so it may load what it needs first.
 * Undefined, a rejection, or tokens that are not the code leave the block as it is.
 */
export type Highlight = (
  code: string,
  language: string,
) => Promise<readonly CodeToken[] | undefined> | readonly CodeToken[] | undefined;

/** What to render an element with: gets the props of the element it replaces. */
export type MarkdownComponents = { readonly [Tag in MarkdownTag]?: ElementType };

/** How a tree is shown; the same object as long as nothing in it changes. */
export interface MarkdownView {
  readonly components: MarkdownComponents;
  readonly labels: MarkdownLabels;
  readonly highlight: Highlight | undefined;
}
