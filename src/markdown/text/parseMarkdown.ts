import { createMarkdownParser, type MarkdownOptions } from '../stream/createMarkdownParser.ts';
import type { MarkdownNode } from '../tree/markdownNode.ts';

/** The tree of a text that is complete. */
export function parseMarkdown(
  text: string,
  options: MarkdownOptions = {},
): readonly MarkdownNode[] {
  const { portions } = createMarkdownParser(options).read(text);
  return portions.flat().flatMap(({ node }) => (node === '' ? [] : [node]));
}
