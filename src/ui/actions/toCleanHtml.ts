const kept = new Set(
  'P H1 H2 H3 H4 H5 H6 UL OL LI BLOCKQUOTE PRE CODE STRONG EM DEL A TABLE THEAD TBODY TR TH TD BR HR'.split(
    ' ',
  ),
);
const empty = new Set(['BR', 'HR']);
const texts = '[data-part="text"], .cs-markdown';

/** The texts a message shows, as HTML with elements of prose alone: no class, no style, no attribute but `href`. */
export function toCleanHtml(shown: Element): string {
  const parts = Array.from(shown.querySelectorAll(texts));
  // A text inside a text is written with it.
  const outer = parts.filter((part) => !part.parentElement?.closest(texts));
  return outer.map((part) => `<div>${writeChildren(part)}</div>`).join('');
}

function writeChildren(node: Node): string {
  return Array.from(node.childNodes, writeNode).join('');
}

function writeNode(node: Node): string {
  if (node instanceof Text) return escape(node.data);
  if (!(node instanceof HTMLElement) || node.matches('button, [aria-hidden="true"]')) return '';
  const { tagName } = node;
  const content = writeChildren(node);
  if (!kept.has(tagName)) return content;
  const tag = tagName.toLowerCase();
  if (empty.has(tagName)) return `<${tag}>`;
  return `<${tag}${writeLink(node)}>${content}</${tag}>`;
}

function writeLink(node: HTMLElement): string {
  const isLink = node instanceof HTMLAnchorElement && /^(https?|mailto):$/.test(node.protocol);
  return isLink ? ` href="${escape(node.href)}"` : '';
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '<br>');
}
