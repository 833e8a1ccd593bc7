import { createWriter } from '../copy/createWriter.ts';

const kept =
  /^(?:P|H[1-6]|[UO]L|LI|BLOCKQUOTE|PRE|CODE|STRONG|EM|DEL|A|TABLE|THEAD|TBODY|T[RHD]|[BH]R)$/u;
const empty = /^[BH]R$/u;
const plain = '[data-part="text"]';
const texts = `${plain}, .cs-markdown`;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** The texts a message shows, as HTML with elements of prose alone: no class, no style, no attribute but `href`. */
export function toCleanHtml(shown: Element): string {
  return findTexts(shown)
    .map((text) => writeClean(text, isPlain(text)))
    .join('');
}

/** What shows the texts of a message; a text inside a text is part of it. */
export function findTexts(shown: Element): Element[] {
  const parts = [...shown.querySelectorAll(texts)];
  return parts.filter((part) => !part.parentElement?.closest(texts));
}

/** It shows a text as it was written: its line breaks are breaks. */
export const isPlain = (text: Element): boolean => text.matches(plain);

/** What is inside a node, as a block of clean HTML. */
export function writeClean(node: Node, hasBreaks: boolean): string {
  const write = createWriter((text) => escapeHtml(text, hasBreaks), writeElement);
  return `<div>${write(node)}</div>`;
}

function writeElement(content: string, node: HTMLElement): string {
  if (node instanceof HTMLImageElement) return escapeHtml(node.alt);
  const { tagName } = node;
  if (!kept.test(tagName)) return content;
  const tag = tagName.toLowerCase();
  const link = isLink(node) ? ` href="${escapeHtml(node.href)}"` : '';
  return `<${tag}${link}>${empty.test(tagName) ? '' : `${content}</${tag}>`}`;
}

/** A link that may be handed on. */
export const isLink = (node: Element): node is HTMLAnchorElement =>
  node instanceof HTMLAnchorElement && /^(https?|mailto):$/.test(node.protocol);

export function escapeHtml(text: string, hasBreaks = false): string {
  const escaped = text.replace(/[&<>"]/gu, (character) => entities[character]!);
  return hasBreaks ? escaped.replaceAll('\n', '<br>') : escaped;
}
