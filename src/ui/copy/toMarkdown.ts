import { isDecoration, isLink } from '../actions/toCleanHtml.ts';

/** What is shown of a Markdown text, as Markdown: for a selection, whose source nobody knows. */
export function toMarkdown(shown: Node): string {
  return writeAll(shown)
    .replace(/\n{3,}/gu, '\n\n')
    .replace(/^\n+|\s+$/gu, '');
}

const writeAll = (node: Node): string => Array.from(node.childNodes, write).join('');

const marks: Readonly<Record<string, string>> = { STRONG: '**', EM: '_', DEL: '~~', CODE: '`' };

function write(node: Node): string {
  if (node instanceof Text) return node.data;
  if (!(node instanceof HTMLElement) || isDecoration(node)) return '';
  const { tagName } = node;
  const mark = marks[tagName];
  if (mark !== undefined) return surround(writeAll(node), mark);
  if (/^H[1-6]$/u.test(tagName))
    return block(`${'#'.repeat(Number(tagName[1]))} ${writeAll(node)}`);
  return writers[tagName]?.(node) ?? writeAll(node);
}

const block = (text: string): string => `\n\n${text}\n\n`;

/** A mark around nothing would be something else. */
const surround = (text: string, mark: string): string =>
  text.trim() === '' ? text : `${mark}${text}${mark}`;

const indent = (text: string, by: string): string => text.replaceAll('\n', `\n${by}`);

const writers: Readonly<Record<string, (node: HTMLElement) => string>> = {
  P: (node) => block(writeAll(node)),
  BR: () => '\n',
  HR: () => block('---'),
  IMG: (node) => (node as HTMLImageElement).alt,
  INPUT: (node) => ((node as HTMLInputElement).checked ? '[x] ' : '[ ] ').trimEnd(),
  A: (node) => (isLink(node) ? `[${writeAll(node)}](${node.href})` : writeAll(node)),
  PRE: (node) => block(fence(node)),
  BLOCKQUOTE: (node) => block(`> ${indent(toMarkdown(node), '> ')}`),
  UL: (node) => block(writeAll(node).trim()),
  OL: (node) => block(writeAll(node).trim()),
  LI: writeItem,
  TABLE: (node) => block(writeAll(node).trim()),
  TR: writeRow,
};

function fence(node: HTMLElement): string {
  const code = node.textContent.replace(/\n$/u, '');
  // Longer than any fence inside.
  const longest = Math.max(2, ...(code.match(/`+/gu) ?? []).map(({ length }) => length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${node.dataset['language'] ?? ''}\n${code}\n${ticks}`;
}

function writeItem(node: HTMLElement): string {
  const list = node.parentElement;
  const place =
    list instanceof HTMLOListElement ? list.start + [...list.children].indexOf(node) : 0;
  const marker = list instanceof HTMLOListElement ? `${place}. ` : '- ';
  const isTight = node.querySelector(':scope > p') === null;
  const content = toMarkdown(node);
  const lines = isTight ? content.replaceAll('\n\n', '\n') : content;
  return `\n${marker}${indent(lines, ' '.repeat(marker.length))}`;
}

function writeRow(node: HTMLElement): string {
  const cells = [...node.children];
  const row = `\n| ${cells.map((cell) => writeAll(cell).replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  const isHead = cells.length > 0 && cells.every(({ tagName }) => tagName === 'TH');
  return isHead ? `${row}\n|${cells.map(writeRule).join('|')}|` : row;
}

const rules: Readonly<Record<string, string>> = { center: ' :-: ', right: ' --: ' };

const writeRule = (cell: Element): string =>
  rules[cell.getAttribute('data-align') ?? ''] ?? ' --- ';
