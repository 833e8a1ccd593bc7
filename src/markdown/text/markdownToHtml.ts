import type { MarkdownOptions } from '../stream/createMarkdownParser.ts';
import type { MarkdownAttributes, MarkdownNode } from '../tree/markdownNode.ts';
import { parseMarkdown } from './parseMarkdown.ts';

/**
 * Clean HTML for other programs: the clipboard, a mail. From the same tree and the same allow-list as what is
 * rendered; `<Markdown>` itself never makes or takes HTML.
 */
export function markdownToHtml(markdown: string, options: MarkdownOptions = {}): string {
  return parseMarkdown(markdown, options).map(write).join('');
}

const empty = new Set(['br', 'hr', 'img', 'input']);
const names: Readonly<Record<string, string>> = { className: 'class', 'data-align': 'align' };

function write(node: MarkdownNode): string {
  if (typeof node === 'string') return escape(node);
  const inner = node.children.map(write).join('');
  if (node.tag === '' || node.tag === 'span') return inner;
  const tag = `<${node.tag}${writeAttributes(node.attributes ?? {})}>`;
  return empty.has(node.tag) ? tag : `${tag}${inner}</${node.tag}>`;
}

function writeAttributes(attributes: MarkdownAttributes): string {
  return Object.entries(attributes)
    .filter(([name, value]) => value !== false && (names[name] ?? !name.startsWith('data-')))
    .map(
      ([name, value]) => ` ${names[name] ?? name}="${value === true ? '' : escape(String(value))}"`,
    )
    .join('');
}

const escape = (text: string): string =>
  text.replace(/[&<>"]/gu, (char) => `&#${char.charCodeAt(0)};`);
