import { getMessageText, type Message } from '../../react/index.ts';
import { escapeHtml, findTexts, isPlain, writeClean } from '../actions/toCleanHtml.ts';
import type { RowSource } from '../transcript/rowSource.ts';
import { toMarkdown } from './toMarkdown.ts';

/** A text to paste: as Markdown and as clean HTML. */
export interface TextPiece {
  readonly markdown: string;
  readonly html: string;
}

/** What of a message is selected. */
export interface SelectedText extends TextPiece {
  readonly message: Message;
  /** As the page shows it. */
  readonly shown: string;
}

/** One below the other. */
export function joinPieces(pieces: readonly TextPiece[]): TextPiece {
  return {
    markdown: pieces.map(({ markdown }) => markdown).join('\n\n'),
    html: pieces.map(({ html }) => html).join(''),
  };
}

/** The texts in a range of a transcript, oldest first; those of rows that are not mounted right now, too. */
export function readSelectedTexts(
  range: Range,
  transcript: Element,
  { keys, read }: RowSource,
): SelectedText[] {
  const rows = [...transcript.querySelectorAll<HTMLElement>('[data-key]')].filter((row) =>
    range.intersectsNode(row),
  );
  const byKey = new Map(rows.map((row) => [row.dataset['key']!, row]));
  const [from, to] = [rows[0], rows.at(-1)].map((row) => keys.indexOf(row?.dataset['key'] ?? ''));
  return keys.slice(from, to! + 1).flatMap((key, index) => {
    const message = read(from! + index);
    const row = byKey.get(key);
    const text = message && (row ? readRow(range, row, message) : writeWhole(message));
    return text && text.markdown.trim() !== '' ? [text] : [];
  });
}

/** A row that is not there to be looked at has its text all the same. */
function writeWhole(message: Message): SelectedText {
  const markdown = getMessageText(message);
  const html = `<div>${escapeHtml(markdown, true)}</div>`;
  return { message, shown: markdown, markdown, html };
}

function readRow(range: Range, row: HTMLElement, message: Message): SelectedText {
  const shown = findShown(row, message);
  const parts = shown.flatMap((text) => {
    const part = intersect(range, text);
    return part ? [{ text, part }] : [];
  });
  const isWhole =
    parts.length === shown.length &&
    parts.every(({ text, part }) => part.toString().trim() === text.textContent.trim());
  const pieces = parts.map(({ text, part }) => {
    const content = part.cloneContents();
    const markdown = isPlain(text) ? content.textContent : toMarkdown(content);
    return { markdown, html: writeClean(content, isPlain(text)) };
  });
  const { markdown, html } = joinPieces(pieces);
  return {
    message,
    shown: parts.map(({ part }) => part.toString()).join(''),
    // As it was written, not as it is shown.
    markdown: isWhole ? getMessageText(message) : markdown,
    html,
  };
}

/** A `Text` of the app's own has no name: there the whole bubble is the text. */
function findShown(row: HTMLElement, message: Message): readonly Element[] {
  const bubble = row.querySelector('[data-part="bubble"]');
  if (bubble === null || getMessageText(message) === '') return [];
  const texts = findTexts(bubble);
  return texts.length > 0 ? texts : [bubble];
}

function intersect(range: Range, element: Element): Range | undefined {
  if (!range.intersectsNode(element)) return undefined;
  const part = element.ownerDocument.createRange();
  part.selectNodeContents(element);
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0)
    part.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0)
    part.setEnd(range.endContainer, range.endOffset);
  return part.collapsed ? undefined : part;
}
