import type { Token } from 'markdown-it';
import { findEmails } from '../parse/autolinks.ts';
import type { Definitions } from '../parse/definitions.ts';
import { maxLeafTokens, maxNesting } from '../parse/limits.ts';
import { tokenizeInline } from '../parse/tokenizer.ts';
import type { MarkdownTag } from './allowedNodes.ts';
import type { AddressPolicy } from './createAddressPolicy.ts';
import { append, appendAll, type Draft } from './draft.ts';
import type { MarkdownNode } from './markdownNode.ts';

export interface InlineOptions {
  readonly policy: AddressPolicy;
  readonly autolinks: boolean;
  readonly references: Definitions;
}

/** The content of one paragraph, heading or cell; as it was written, should it be too long or too rich. */
export function buildInline(content: string, options: InlineOptions): MarkdownNode[] {
  const tokens = tokenizeInline(content, options.references, options.autolinks);
  if (tokens.length === 0 || tokens.length > maxLeafTokens) return content === '' ? [] : [content];
  return buildInlineTokens(tokens, options);
}

function buildInlineTokens(tokens: readonly Token[], options: InlineOptions): MarkdownNode[] {
  const stack: Draft[] = [{ tag: '', children: [] }];
  /** Closing marks of what was opened deeper than allowed: shown as they were written. */
  let tooDeep = 0;
  for (const token of tokens) {
    const { children } = stack.at(-1)!;
    if (token.nesting > 0) {
      if (stack.length > maxNesting) {
        tooDeep += 1;
        append(children, token.markup);
      } else stack.push(openInline(token, options.policy));
    } else if (token.nesting < 0) {
      if (tooDeep > 0) {
        tooDeep -= 1;
        append(children, token.markup);
      } else closeInline(stack);
    } else appendAll(children, buildText(token, stack, options));
  }
  return stack[0]!.children;
}

function openInline(token: Token, policy: AddressPolicy): Draft {
  if (token.tag !== 'a') return { tag: token.tag as MarkdownTag, children: [] };
  const href = String(token.attrGet('href'));
  const title = token.attrGet('title');
  if (!policy.isLink(href))
    return { tag: 'span', attributes: { 'data-blocked': true }, children: [] };
  return { tag: 'a', attributes: { href, ...(title ? { title } : {}) }, children: [] };
}

function closeInline(stack: Draft[]): void {
  const draft = stack.pop()!;
  append(stack.at(-1)!.children, draft);
}

function buildText(
  token: Token,
  stack: readonly Draft[],
  options: InlineOptions,
): readonly MarkdownNode[] {
  if (token.type === 'softbreak') return ['\n'];
  if (token.type === 'hardbreak') return [{ tag: 'br', children: [] }, '\n'];
  if (token.type === 'code_inline') return [{ tag: 'code', children: [token.content] }];
  const isInLink = stack.some(({ tag }) => tag === 'a');
  if (token.type === 'image') return [buildImage(token, isInLink, options.policy)];
  const emails = isInLink || !options.autolinks ? undefined : findEmails(token.content);
  if (!emails) return [token.content];
  return emails.map(({ text, href }) =>
    href !== undefined && options.policy.isLink(href)
      ? { tag: 'a', attributes: { href }, children: [text] }
      : text,
  );
}

/** An image of an allowed origin; else a link to it, which loads nothing until someone wants it. */
function buildImage(token: Token, isInLink: boolean, policy: AddressPolicy): MarkdownNode {
  const src = String(token.attrGet('src'));
  const alt = readPlainText(token.children ?? []);
  const title = token.attrGet('title');
  const named = title ? { title } : {};
  if (policy.isImage(src)) return { tag: 'img', attributes: { src, alt, ...named }, children: [] };
  const text = alt === '' ? src : alt;
  if (isInLink || !policy.isLink(src)) return text;
  return { tag: 'a', attributes: { href: src, ...named, 'data-image': true }, children: [text] };
}

function readPlainText(tokens: readonly Token[]): string {
  return tokens
    .map(({ type, content, children }) =>
      children ? readPlainText(children) : type.endsWith('break') ? '\n' : content,
    )
    .join('');
}
