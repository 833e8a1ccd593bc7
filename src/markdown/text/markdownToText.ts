import type { MarkdownOptions } from '../stream/createMarkdownParser.ts';
import type { MarkdownElement, MarkdownNode } from '../tree/markdownNode.ts';
import { parseMarkdown } from './parseMarkdown.ts';

export interface MarkdownToTextOptions extends MarkdownOptions {
  /** What is said in place of code. Default: its language and "code". */
  readonly describeCode?: (code: string, language: string) => string;
}

/**
 * A text as it is spoken: no marks, no addresses, code named instead of read out. One line per block, each with an
 * end a voice can hear.
 */
export function markdownToText(markdown: string, options: MarkdownToTextOptions = {}): string {
  const { describeCode = nameCode } = options;
  const lines: string[] = [];
  let line = '';
  const end = (): void => {
    const said = line.replace(/\s+/gu, ' ').trim();
    if (said !== '') lines.push(/[\p{P}\p{S}]$/u.test(said) ? said : `${said}.`);
    line = '';
  };
  const say = (node: MarkdownNode): void => {
    if (typeof node === 'string') {
      line += node;
      return;
    }
    const isBlock = blocks.has(node.tag);
    if (isBlock) end();
    if (node.tag === 'pre') line = describeCode(readText(node), readLanguage(node));
    else if (node.tag === 'img') line += String(node.attributes?.['alt'] ?? '');
    else node.children.forEach(say);
    if (isBlock) end();
    else if (/^t[dh]$/u.test(node.tag)) line += ', ';
  };
  parseMarkdown(markdown, options).forEach(say);
  end();
  return lines.map((said) => said.replace(/,\.?$/u, '.')).join('\n');
}

const blocks = new Set('p h1 h2 h3 h4 h5 h6 li blockquote pre hr tr ul ol table'.split(' '));

const nameCode = (_code: string, language: string): string =>
  language === '' ? 'Code' : `${language} code`;

const readLanguage = ({ attributes }: MarkdownElement): string =>
  String(attributes?.['data-language'] ?? '');

/** All text below a node. */
export function readText(node: MarkdownNode): string {
  return typeof node === 'string' ? node : node.children.map(readText).join('');
}
