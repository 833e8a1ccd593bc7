import { isLink } from '../actions/toCleanHtml.ts';
import { createWriter, type WriteElement } from './createWriter.ts';

/** What is shown of a Markdown text, as Markdown: for a selection, whose source nobody knows. */
export function toMarkdown(shown: Node): string {
  return tidy(write(shown));
}

const tidy = (text: string): string => text.replace(/\n{3,}/gu, '\n\n').replace(/^\n+|\s+$/gu, '');

const write = createWriter(
  (text) => text,
  (text, node) => writers[node.tagName.replace(/^H[1-6]$/u, 'H')]?.(text, node) ?? text,
);

const block = (text: string): string => `\n\n${text.trim()}\n\n`;

/** A mark around nothing would be something else. */
const surround =
  (mark: string): WriteElement =>
  (text) =>
    text.trim() === '' ? text : `${mark}${text}${mark}`;

const indent = (text: string, by: string): string => tidy(text).replaceAll('\n', `\n${by}`);

const writers: Readonly<Record<string, WriteElement>> = {
  STRONG: surround('**'),
  EM: surround('_'),
  DEL: surround('~~'),
  CODE: surround('`'),
  H: (text, { tagName }) => block(`${'#'.repeat(Number(tagName[1]))} ${text}`),
  P: block,
  UL: block,
  OL: block,
  TABLE: block,
  BR: () => '\n',
  HR: () => block('---'),
  IMG: (_, node) => (node as HTMLImageElement).alt,
  INPUT: (_, node) => ((node as HTMLInputElement).checked ? '[x]' : '[ ]'),
  A: (text, node) => (isLink(node) ? `[${text}](${node.href})` : text),
  PRE: (_, node) => writeCode(node),
  BLOCKQUOTE: (text) => block(`> ${indent(text, '> ')}`),
  LI: writeItem,
  TH: writeCell,
  TD: writeCell,
  TR: writeRow,
};

function writeCode(node: HTMLElement): string {
  const code = node.textContent.replace(/\n$/u, '');
  // Longer than any fence inside.
  const longest = Math.max(2, ...(code.match(/`+/gu) ?? []).map(({ length }) => length));
  const ticks = '`'.repeat(longest + 1);
  return block(`${ticks}${node.dataset['language'] ?? ''}\n${code}\n${ticks}`);
}

function writeItem(text: string, node: HTMLElement): string {
  const list = node.parentElement;
  const isNumbered = list instanceof HTMLOListElement;
  const marker = isNumbered ? `${list.start + [...list.children].indexOf(node)}. ` : '- ';
  const isTight = node.querySelector(':scope > p') === null;
  const lines = isTight ? tidy(text).replaceAll('\n\n', '\n') : text;
  return `\n${marker}${indent(lines, ' '.repeat(marker.length))}`;
}

function writeCell(text: string): string {
  return `${text.replaceAll('|', String.raw`\|`)} | `;
}

function writeRow(text: string, { children }: HTMLElement): string {
  const cells = [...children];
  const isHead = cells.length > 0 && cells.every(({ tagName }) => tagName === 'TH');
  return `\n| ${text.trim()}${isHead ? `\n|${cells.map(writeRule).join('|')}|` : ''}`;
}

const rules: Readonly<Record<string, string>> = { center: ' :-: ', right: ' --: ' };

const writeRule = (cell: Element): string =>
  rules[cell.getAttribute('data-align') ?? ''] ?? ' --- ';
