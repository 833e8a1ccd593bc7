import type { Token } from 'markdown-it';
import type { MarkdownTag } from './allowedNodes.ts';
import { buildCode } from './buildCode.ts';
import { buildInline, type InlineOptions } from './buildInline.ts';
import { createPortions } from './createPortions.ts';
import { append, appendAll, type Draft } from './draft.ts';
import type { MarkdownAttributes, MarkdownElement, MarkdownNode } from './markdownNode.ts';

export interface BuildOptions extends InlineOptions {
  /** Changes the inline content of the last leaf before it is read: what calms text that is still arriving. */
  readonly mend?: ((content: string) => string) | undefined;
  /** The tokens begin in the middle of a list with blank lines between its items. */
  readonly isLoose?: boolean | undefined;
}

/** The tree of a run of block tokens. Iterative, for nothing that arrives may choose how deep we call. */
export function buildBlocks(tokens: readonly Token[], options: BuildOptions): MarkdownNode[] {
  const root: Draft = { tag: '', children: [] };
  const stack = [root];
  const lastLeaf = options.mend && tokens.findLast(isLeaf);
  for (const token of tokens) {
    const parent = stack.at(-1)!;
    if (token.type === 'inline') {
      const content = token === lastLeaf ? options.mend!(token.content) : token.content;
      const task = parent.tag === 'p' || parent.tag === 'li' ? readTask(content, stack) : undefined;
      if (task) parent.children.push(task);
      appendAll(parent.children, buildInline(task ? content.slice(3) : content, options));
    } else if (token.nesting > 0) open(token, stack, options);
    else if (token.nesting < 0) close(token, stack);
    else append(parent.children, buildLeaf(token));
  }
  return root.children;
}

const isLeaf = ({ type, content }: Token): boolean =>
  type === 'fence' || type === 'code_block' || (type === 'inline' && content !== '');

function open(token: Token, stack: Draft[], options: BuildOptions): void {
  // Paragraphs of tight lists are not elements of their own.
  if (token.hidden && !(options.isLoose === true && token.level === 2)) return;
  stack.push({
    tag: token.tag as MarkdownTag,
    ...readAttributes(token),
    children: [],
  });
}

function readAttributes(token: Token): { attributes?: MarkdownAttributes } {
  const start = token.tag === 'ol' ? token.attrGet('start') : null;
  if (start !== null) return { attributes: { start } };
  const align = /^text-align:(\w+)$/u.exec(String(token.attrGet('style')))?.[1];
  return align === undefined ? {} : { attributes: { 'data-align': align } };
}

function close(token: Token, stack: Draft[]): void {
  const draft = stack.at(-1)!;
  if (draft.tag !== token.tag) return;
  stack.pop();
  const isLong = draft.tag === 'ul' || draft.tag === 'ol' || draft.tag === 'tbody';
  const children = isLong ? createPortions(draft.children) : draft.children;
  append(stack.at(-1)!.children, { ...draft, children });
}

function buildLeaf(token: Token): MarkdownNode {
  if (token.type === 'hr') return { tag: 'hr', children: [] };
  if (token.type === 'plain') return plain(token.content);
  if (token.type === 'fence' || token.type === 'code_block') return buildCode(token);
  return '';
}

/** A text as it was written, where it would cost too much to read it. */
export function plain(text: string): MarkdownElement {
  return { tag: 'p', attributes: { 'data-plain': true }, children: [text] };
}

/** `[ ]` or `[x]` at the start of a list item; marks the item. */
function readTask(content: string, stack: readonly Draft[]): MarkdownElement | undefined {
  const item = stack.findLast(({ tag }) => tag === 'li');
  const parent = stack.at(-1)!;
  const isFirst = parent === item ? item.children.length === 0 : stack.at(-2) === item;
  if (!item || !isFirst || item.children.length > 0) return undefined;
  const mark = /^\[([ xX])\]\s/u.exec(content)?.[1];
  if (mark === undefined) return undefined;
  item.attributes = { 'data-task': mark === ' ' ? 'open' : 'done' };
  return {
    tag: 'input',
    attributes: { type: 'checkbox', checked: mark !== ' ', disabled: true },
    children: [],
  };
}
