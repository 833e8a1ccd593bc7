/** The name of an element that `<Markdown>` may render. */
export type MarkdownTag =
  | 'a'
  | 'blockquote'
  | 'br'
  | 'code'
  | 'del'
  | 'div'
  | 'em'
  | 'h1'
  | 'h2'
  | 'h3'
  | 'h4'
  | 'h5'
  | 'h6'
  | 'hr'
  | 'img'
  | 'input'
  | 'li'
  | 'ol'
  | 'p'
  | 'pre'
  | 'span'
  | 'strong'
  | 'table'
  | 'tbody'
  | 'td'
  | 'th'
  | 'thead'
  | 'tr'
  | 'ul';

/**
 * Everything `<Markdown>` ever puts on a page: elements, and the attributes each may carry. Nothing that
 * arrives in a text can add to it; what you give as `components` is yours. (DESIGN G10)
 */
export const allowedNodes: Readonly<Record<MarkdownTag, readonly string[]>> = {
  a: ['href', 'title', 'rel', 'target', 'data-image'],
  blockquote: ['dir'],
  br: [],
  code: ['class'],
  del: [],
  div: ['class', 'data-part', 'data-streaming', 'dir', 'role', 'tabindex', 'aria-label'],
  em: [],
  h1: [],
  h2: [],
  h3: [],
  h4: [],
  h5: [],
  h6: [],
  hr: [],
  img: ['src', 'alt', 'title', 'loading', 'decoding', 'referrerpolicy'],
  input: ['type', 'checked', 'disabled', 'aria-label'],
  li: ['data-task'],
  ol: ['start', 'dir'],
  p: ['data-plain'],
  pre: ['data-language', 'dir', 'role', 'tabindex', 'aria-label'],
  span: ['data-token', 'data-blocked'],
  strong: [],
  table: [],
  tbody: [],
  td: ['data-align'],
  th: ['data-align'],
  thead: [],
  tr: [],
  ul: ['dir'],
};
