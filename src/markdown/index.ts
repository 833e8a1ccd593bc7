export {
  createHighlighter,
  type Highlighter,
  type HighlightNode,
} from './react/createHighlighter.ts';
export { defaultMarkdownLabels, type MarkdownLabels } from './react/labels.ts';
export { Markdown, type MarkdownProps, type MarkdownSettings } from './react/Markdown.tsx';
export { createMarkdownText, MarkdownText, type MarkdownTextProps } from './react/MarkdownText.tsx';
export type { CodeToken, Highlight, MarkdownComponents } from './react/view.ts';
export {
  createMarkdownParser,
  type MarkdownOptions,
  type MarkdownParser,
} from './stream/createMarkdownParser.ts';
export type { MarkdownBlock, MarkdownDocument } from './stream/markdownBlock.ts';
export { copyMarkdown } from './text/copyMarkdown.ts';
export { markdownToHtml } from './text/markdownToHtml.ts';
export { markdownToText, type MarkdownToTextOptions } from './text/markdownToText.ts';
export { parseMarkdown } from './text/parseMarkdown.ts';
export { allowedNodes, type MarkdownTag } from './tree/allowedNodes.ts';
export { defaultLinkSchemes, type AddressPolicyOptions } from './tree/createAddressPolicy.ts';
export type { MarkdownAttributes, MarkdownElement, MarkdownNode } from './tree/markdownNode.ts';
