import type { Token } from 'markdown-it';
import type { Definitions } from '../parse/definitions.ts';
import { tokenizeBlocks } from '../parse/tokenizer.ts';
import { completeTable, holdBack } from './mend.ts';

/** One block of the outermost level: its tokens and its lines, `to` excluded. */
export interface Segment {
  readonly tokens: readonly Token[];
  readonly from: number;
  readonly to: number;
}

/** Where to read: from the end of what is settled, as part of the block that is open there. */
export interface StretchOptions {
  readonly from: number;
  readonly to: number;
  /** What was defined before. */
  readonly known: Definitions;
  /** Lines that stand before the stretch, so that it is read as part of their block. */
  readonly prefix?: string | undefined;
  /** More text is expected: show what is unfinished calmly. */
  readonly isMended?: boolean;
}

/** A stretch of text in its blocks. */
export interface Stretch {
  readonly lines: readonly string[];
  readonly segments: readonly Segment[];
  /** What the stretch defines, own; what was defined before it, in the prototype. */
  readonly references: Definitions;
  /** Is it shown otherwise than it was written? */
  readonly isChanged: boolean;
  /** Where a line begins in the text. */
  offsetOf(line: number): number;
}

export function readStretch(text: string, options: StretchOptions): Stretch {
  const { from, to, prefix = '' } = options;
  const written = prefix + text.slice(from, to);
  if (options.isMended !== true) return readSource(written, written, options);
  const held = holdBack(written);
  const stretch = readSource(held, written, options);
  const row = completeTable(held);
  if (row === undefined || stretch.segments.at(-1)?.tokens[0]!.tag !== 'p') return stretch;
  return readSource(`${held.trimEnd()}\n${row}\n`, written, options);
}

function readSource(source: string, written: string, options: StretchOptions): Stretch {
  const { from, to, known, prefix = '' } = options;
  const references = Object.create(known) as Definitions;
  const segments = splitSegments(tokenizeBlocks(source, references));
  const starts = [0];
  for (const { index, 0: end } of source.matchAll(/\r\n?|\n/gu)) starts.push(index + end.length);
  return {
    segments,
    references,
    isChanged: source !== written,
    lines: starts.map((start, line) => source.slice(start, starts[line + 1])),
    offsetOf: (line) => Math.min(to, from - prefix.length + (starts[line] ?? source.length)),
  };
}

function splitSegments(tokens: readonly Token[]): Segment[] {
  const segments: Segment[] = [];
  let depth = 0;
  let start = 0;
  for (const [index, token] of tokens.entries()) {
    if (depth === 0) start = index;
    depth += token.nesting;
    if (depth > 0) continue;
    const [from = 0, to = 0] = tokens[start]!.map ?? [];
    segments.push({ tokens: tokens.slice(start, index + 1), from, to });
  }
  return segments;
}

const isBlank = (line: string | undefined): boolean => line !== undefined && line.trim() === '';

/**
 * Are there blank lines between the items of this list, or between the blocks of one (CommonMark §5.3)?
 * Told from its lines, because markdown-it tells it only by how it marks paragraphs.
 */
export function isLooseList({ tokens }: Segment, lines: readonly string[]): boolean {
  if (!/^[uo]l$/u.test(tokens[0]!.tag)) return false;
  let isFirst = true;
  for (const { level, map, nesting, type } of tokens) {
    if (level === 1 && type === 'list_item_open') {
      if (map![0] !== tokens[0]!.map![0] && isBlank(lines[map![0] - 1])) return true;
      isFirst = true;
    } else if (level === 2 && nesting >= 0 && map) {
      if (!isFirst && isBlank(lines[map[0] - 1])) return true;
      isFirst = false;
    }
  }
  return false;
}

/** Labels of what a run of tokens defines. */
export function readLabels(tokens: readonly Token[]): string[] {
  return tokens
    .filter(({ type }) => type === 'reference_definition')
    .map(({ meta }) => String(meta!['label']));
}

/**
 * The first block that lines to come can still change: the last one. A definition may yet go on with a title
 * on the lines that follow it, so what stands directly below one waits with it.
 */
export function findUnsettled(segments: readonly Segment[]): number {
  let index = segments.length - 1;
  while (
    index > 0 &&
    isDefinition(segments[index - 1]!) &&
    segments[index - 1]!.to >= segments[index]!.from
  )
    index -= 1;
  return Math.max(0, index);
}

const isDefinition = ({ tokens }: Segment): boolean => tokens[0]!.type === 'reference_definition';
