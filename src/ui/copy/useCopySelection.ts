'use client';
import type { ClipboardEvent } from 'react';
import { escapeHtml } from '../actions/toCleanHtml.ts';
import { getAuthorName } from '../message/authorName.ts';
import type { Labels } from '../settings/labels.ts';
import { useLabels } from '../settings/useLabels.ts';
import type { RowSource } from '../transcript/rowSource.ts';
import {
  joinPieces,
  readSelectedTexts,
  type SelectedText,
  type TextPiece,
} from './readSelectedTexts.ts';

/**
 * For `onCopy` of a viewport: what is selected of the messages' texts is copied as Markdown and as clean HTML,
 * without the colours of the page, and with the rows in between that are not mounted (EXPERIENCE §3). Anything
 * else is left to the browser.
 */
export function useCopySelection(
  getSource: () => RowSource,
): (event: ClipboardEvent<HTMLElement>) => void {
  const labels = useLabels();
  return (event) => {
    const range = findRange(event);
    if (range === undefined) return;
    const texts = readSelectedTexts(range, event.currentTarget, getSource());
    if (texts.length === 0 || (texts.length === 1 && !isAllOf(range, texts[0]!))) return;
    event.preventDefault();
    const { markdown, html } = joinPieces(texts.length > 1 ? nameAuthors(texts, labels) : texts);
    event.clipboardData.setData('text/plain', markdown);
    event.clipboardData.setData('text/html', html);
  };
}

/** What is selected, if it is all in the viewport and nothing that is typed in. */
function findRange({ target, currentTarget }: ClipboardEvent<HTMLElement>): Range | undefined {
  const isField = target instanceof Element && target.closest('input, textarea, [contenteditable]');
  const selection = currentTarget.ownerDocument.getSelection();
  // Firefox has selections of several ranges.
  if (isField || selection?.rangeCount !== 1) return undefined;
  const range = selection.getRangeAt(0);
  const isInside = currentTarget.contains(range.commonAncestorContainer);
  return isInside && !range.collapsed ? range : undefined;
}

/** Is the text all there is to copy? A selected result of a tool, or a link below, is not in it. */
function isAllOf(range: Range, { shown }: SelectedText): boolean {
  const squeeze = (text: string): string => text.replace(/\s+/gu, '');
  return squeeze(range.toString()) === squeeze(shown);
}

/** Who says what, wherever that changes. */
function nameAuthors(texts: readonly SelectedText[], labels: Labels): TextPiece[] {
  let last: string | undefined;
  return texts.map(({ message, markdown, html }) => {
    const name = getAuthorName(message, labels);
    if (name === last) return { markdown, html };
    last = name;
    return {
      markdown: `**${name}**\n\n${markdown}`,
      html: `<p><strong>${escapeHtml(name)}</strong></p>${html}`,
    };
  });
}
