const kept = new Set(
  'P H1 H2 H3 H4 H5 H6 UL OL LI BLOCKQUOTE PRE CODE STRONG EM DEL A TABLE THEAD TBODY TR TH TD BR HR'.split(
    ' ',
  ),
);
const empty = new Set(['BR', 'HR']);
const plain = '[data-part="text"]';
const texts = `${plain}, .cs-markdown`;

/** The texts a message shows, as HTML with elements of prose alone: no class, no style, no attribute but `href`. */
export function toCleanHtml(shown: Element): string {
  return findTexts(shown)
    .map((text) => `<div>${writeClean(text, isPlain(text))}</div>`)
    .join('');
}

/** What shows the texts of a message; a text inside a text is part of it. */
export function findTexts(shown: Element): Element[] {
  const parts = Array.from(shown.querySelectorAll(texts));
  return parts.filter((part) => !part.parentElement?.closest(texts));
}

/** It shows a text as it was written: its line breaks are breaks. */
export const isPlain = (text: Element): boolean => text.matches(plain);

/** What is inside a node, as clean HTML. */
export function writeClean(node: Node, hasBreaks: boolean): string {
  return Array.from(node.childNodes, (child) => writeNode(child, hasBreaks)).join('');
}

function writeNode(node: Node, hasBreaks: boolean): string {
  if (node instanceof Text) return escapeHtml(node.data, hasBreaks);
  if (!(node instanceof HTMLElement) || isDecoration(node)) return '';
  if (node instanceof HTMLImageElement) return escapeHtml(node.alt);
  const { tagName } = node;
  const content = writeClean(node, hasBreaks);
  if (!kept.has(tagName)) return content;
  const tag = tagName.toLowerCase();
  if (empty.has(tagName)) return `<${tag}>`;
  return `<${tag}${writeLink(node)}>${content}</${tag}>`;
}

/** Nothing the text says. */
export const isDecoration = (node: Element): boolean =>
  node.matches('button, [aria-hidden="true"]');

function writeLink(node: HTMLElement): string {
  return isLink(node) ? ` href="${escapeHtml(node.href)}"` : '';
}

/** A link that may be handed on. */
export const isLink = (node: Element): node is HTMLAnchorElement =>
  node instanceof HTMLAnchorElement && /^(https?|mailto):$/.test(node.protocol);

export function escapeHtml(text: string, hasBreaks = false): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  return hasBreaks ? escaped.replaceAll('\n', '<br>') : escaped;
}
