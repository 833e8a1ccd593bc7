import type { Token } from 'markdown-it';
import { maxTableCells } from '../parse/limits.ts';
import { GrowingPortions, portionSize } from '../tree/createPortions.ts';
import type { MarkdownElement, MarkdownNode } from '../tree/markdownNode.ts';
import type { Lookups } from './markdownBlock.ts';
import { isLooseList, readLabels, type Segment, type Stretch } from './segments.ts';

type Kind = 'list' | 'table' | 'code';

/**
 * The settled part of a last block that still grows: items of a list but the last, rows of a table, lines of
 * fenced code. Only what follows it is read again.
 */
export interface OpenBlock {
  readonly kind: Kind;
  /** Where the block begins in the text. */
  readonly start: number;
  /** Lines to read before what follows, so that it is read as part of this block. */
  readonly prefix: string;
  readonly isLoose: boolean;
  /** Cells of a row, in a table. */
  readonly columns: number;
  /** The element as it was when it was opened; what grows of it is in `portions`. */
  readonly element: MarkdownElement;
  readonly portions: GrowingPortions;
  readonly lookups: Lookups;
  readonly labels: readonly string[];
}

export function readKind({ tokens }: Segment): Kind | undefined {
  const { type, tag } = tokens[0]!;
  if (tag === 'ul' || tag === 'ol') return 'list';
  if (type === 'table_open') return 'table';
  return type === 'fence' ? 'code' : undefined;
}

/** The line up to which no line to come changes anything, in a block whose lines are complete. */
export function findGrowingEdge({ tokens, from }: Segment, kind: Kind): number {
  if (kind === 'code') {
    const lines = tokens[0]!.content.split('\n').length - 1;
    return from + 1 + Math.floor(lines / portionSize) * portionSize;
  }
  if (kind === 'list') return tokens.findLast(isItem)!.map![0];
  return Math.max(from + 2, tokens.findLast(({ type }) => type === 'tr_open')!.map![1]);
}

const isItem = ({ type, level }: Token): boolean => type === 'list_item_open' && level === 1;

/** Adds what is settled of `element`, a block of which `edge` is the first line that is not. */
export function growOpen(
  open: OpenBlock | undefined,
  stretch: Stretch,
  segment: Segment,
  element: MarkdownElement,
  lookups: Lookups,
): OpenBlock {
  const kind = readKind(segment)!;
  const edge = findGrowingEdge(segment, kind);
  const settled = segment.tokens.filter(({ map }) => map && map[0] < edge);
  const block = open ?? createOpen(kind, stretch, segment, element);
  const growing = readGrowing(element, kind);
  const runs = (edge - segment.from - 1) / portionSize;
  block.portions.add(growing.slice(0, kind === 'list' ? -1 : kind === 'code' ? runs : undefined));
  return {
    ...block,
    isLoose: block.isLoose || (kind === 'list' && isLooseList(segment, stretch.lines)),
    lookups: new Map([...block.lookups, ...lookups]),
    labels: [...block.labels, ...readLabels(settled)],
  };
}

function createOpen(
  kind: Kind,
  stretch: Stretch,
  { from, tokens }: Segment,
  element: MarkdownElement,
): OpenBlock {
  const prefixLines = kind === 'list' ? 0 : kind === 'table' ? 2 : 1;
  return {
    kind,
    element,
    start: stretch.offsetOf(from),
    prefix: stretch.lines.slice(from, from + prefixLines).join(''),
    isLoose: false,
    columns: tokens.filter(({ type }) => type === 'th_open').length,
    portions: new GrowingPortions(),
    lookups: new Map(),
    labels: [],
  };
}

/** Has what follows changed the look of what is settled? */
export function isOutgrown(open: OpenBlock, segment: Segment, lines: readonly string[]): boolean {
  if (open.kind === 'list') return !open.isLoose && isLooseList(segment, lines);
  const rows = segment.tokens.filter(({ type }) => type === 'tr_open').length;
  return open.kind === 'table' && (open.portions.length + rows) * open.columns > maxTableCells;
}

/** The children that grow: items, rows, or runs of lines. */
function readGrowing(element: MarkdownElement, kind: Kind): readonly MarkdownNode[] {
  const inner = element.children[kind === 'table' ? 1 : 0] as MarkdownElement | undefined;
  const { children = [] } = (kind === 'list' ? element : inner) ?? {};
  return children.flatMap((child) =>
    typeof child === 'object' && child.tag === '' ? child.children : [child],
  );
}

/** The block as a whole: what is settled, and what follows. */
export function mergeOpen(open: OpenBlock, rest: MarkdownElement): MarkdownElement {
  const { kind, element, portions } = open;
  const growing = readGrowing(rest, kind);
  if (kind === 'list') return { ...element, children: portions.with(growing) };
  const inner = element.children[0] as MarkdownElement;
  if (kind === 'code')
    return { ...rest, children: [{ ...inner, children: [...portions.flat, ...growing] }] };
  const rows = portions.with(growing);
  const body: MarkdownElement = { tag: 'tbody', children: rows };
  return { ...element, children: rows.length === 0 ? [inner] : [inner, body] };
}
