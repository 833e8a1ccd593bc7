/** What the specification says nothing of: ours to add. */
const ours = new Set([
  'rel',
  'target',
  'dir',
  'role',
  'tabindex',
  'aria-label',

  'data-language',
  'data-task',
  'data-plain',
]);
const inline = new Set(['a', 'br', 'code', 'del', 'em', 'img', 'input', 'strong']);

/** HTML in a form in which two texts that mean the same are the same (CommonMark's own tests compare like this). */
export function normalizeHtml(html: string): string {
  const template = document.createElement('template');
  template.innerHTML = html;
  return [...template.content.childNodes]
    .map((node) => write(node, false))
    .join('')
    .trim();
}

function write(node: Node, isInPre: boolean): string {
  if (node.nodeType === 3) return writeText(node, isInPre);
  const element = node as Element;
  const tag = element.localName;
  const inner = [...element.childNodes]
    .map((child) => write(child, isInPre || tag === 'pre'))
    .join('');
  if (tag === 'div') return inner;
  const attributes = [...element.attributes]
    .filter(({ name }) => !ours.has(name))
    .map(({ name, value }) => ` ${name === 'data-align' ? 'align' : name}="${value}"`)
    .toSorted()
    .join('');
  return `<${tag}${attributes}>${isInPre || inline.has(tag) ? inner : inner.trim()}</${tag}>`;
}

function writeText(node: Node, isInPre: boolean): string {
  const text = node.nodeValue!.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  if (isInPre) return text;
  const isBlock = (sibling: Node | null): boolean =>
    sibling?.nodeType === 1 && !inline.has((sibling as Element).localName);
  let collapsed = text.replace(/[ \t\r\n]+/gu, ' ');
  if (isBlock(node.previousSibling)) collapsed = collapsed.trimStart();
  if (isBlock(node.nextSibling)) collapsed = collapsed.trimEnd();
  return collapsed;
}
