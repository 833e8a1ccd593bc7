import type { Definitions } from '../parse/definitions.ts';
import {
  createAddressPolicy,
  type AddressPolicy,
  type AddressPolicyOptions,
} from '../tree/createAddressPolicy.ts';
import type { MarkdownElement } from '../tree/markdownNode.ts';
import { buildSegment, type BuiltSegment } from './buildSegment.ts';
import type { Lookups, MarkdownDocument, ParsedBlock, SettledBlock } from './markdownBlock.ts';
import {
  findGrowingEdge,
  growOpen,
  isOutgrown,
  mergeOpen,
  readKind,
  type OpenBlock,
} from './openBlock.ts';
import { findUnsettled, readLabels, readStretch, type Segment, type Stretch } from './segments.ts';
import { SettledBlocks } from './SettledBlocks.ts';

export interface MarkdownOptions extends AddressPolicyOptions {
  /** Are bare addresses links, as on GitHub? Pure CommonMark leaves them text. Default: true. */
  readonly autolinks?: boolean | undefined;
}

export interface MarkdownParser {
  /**
   * The document of a text. Cheap when the text has only grown since the last call: what came before its last
   * block is not read again. The same document as before for the same text.
   */
  read(text: string, isStreaming?: boolean): MarkdownDocument;
}

/** A parser for one text that grows. Any text may follow any other: as much is kept as they share. */
export function createMarkdownParser(options: MarkdownOptions = {}): MarkdownParser {
  return new Parser(createAddressPolicy(options), options.autolinks ?? true);
}

class Parser implements MarkdownParser {
  private text = '';
  private isStreaming = false;
  private document: MarkdownDocument = { portions: [] };

  private readonly settled = new SettledBlocks();
  /** Where what is not settled begins. */
  private end = 0;
  /** Complete lines up to here have been looked through for what is settled. */
  private scannedEnd = 0;
  /** The settled part of the block at `end`. */
  private open: OpenBlock | undefined;
  /** A block that outgrew its limits begins here: it is read as a whole. */
  private wholeFrom = -1;
  /** The blocks after `end`, and the place of their first among all. */
  private tail: readonly ParsedBlock[] = [];
  private tailIndex = 0;
  /** All definitions, those of the tail included. */
  private definitions: Definitions = this.settled.definitions;
  /** Labels that may mean something else than when they were looked up. */
  private readonly unsure = new Set<string>();
  private readonly policy: AddressPolicy;
  private readonly autolinks: boolean;

  constructor(policy: AddressPolicy, autolinks: boolean) {
    this.policy = policy;
    this.autolinks = autolinks;
  }

  read(text: string, isStreaming = false): MarkdownDocument {
    if (text === this.text && isStreaming === this.isStreaming) return this.document;
    // Equality of two strings is a comparison of memory, where startsWith goes letter by letter.
    const isOther = text.slice(0, this.text.length) !== this.text;
    if (isOther) this.keepShared(text);
    this.text = text;
    this.isStreaming = isStreaming;
    this.doubt(this.definitions);
    this.settle();
    this.showTail();
    this.resolve(isOther);
    this.document = { portions: this.settled.collect(this.tail) };
    return this.document;
  }

  private keepShared(text: string): void {
    let shared = 0;
    while (shared < text.length && text[shared] === this.text[shared]) shared += 1;
    this.settled.keep(shared, ({ start, end }, label) => {
      const known = Object.create(null) as Definitions;
      return readStretch(text, { from: start, to: end, known }).references[label]!;
    });
    this.open = undefined;
    this.end = this.settled.end;
    this.scannedEnd = 0;
    this.wholeFrom = -1;
    this.tail = [];
  }

  /** Takes out of the complete lines what nothing to come can change: all blocks but the last. */
  private settle(): void {
    const to = this.text.lastIndexOf('\n') + 1;
    if (to <= this.scannedEnd || to <= this.end) return;
    this.scannedEnd = to;
    const stretch = this.readTail(to, false);
    const { segments, references } = stretch;
    if (segments.length === 0) return;
    const last = findUnsettled(segments);
    for (const [index, segment] of segments.slice(0, last).entries()) {
      const block = this.readBlock(
        stretch,
        segment,
        index === 0 ? this.open : undefined,
        this.settled.length,
      );
      const next = stretch.offsetOf(segments[index + 1]!.from);
      this.settled.push({ ...block, next, confirmedAt: to });
      this.define(references, block.labels);
      this.end = next;
    }
    if (last > 0) this.open = undefined;
    if (last === segments.length - 1) this.grow(stretch, segments[last]!);
  }

  /** What is not settled, in its blocks; without the open block, should that no longer be as it was. */
  private readTail(to: number, isMended: boolean): Stretch {
    const stretch = readStretch(this.text, {
      from: this.end,
      to,
      known: this.settled.definitions,
      prefix: this.open?.prefix,
      isMended,
    });
    this.doubt(stretch.references);
    const [first] = stretch.segments;
    const isKept =
      !this.open ||
      !first ||
      (!isOutgrown(this.open, first, stretch.lines) &&
        !isStale(this.open.lookups, stretch.references));
    if (isKept) return stretch;
    this.reopen();
    return this.readTail(to, isMended);
  }

  /** Forgets what is settled of the open block. */
  private reopen(): void {
    const { start, labels, kind } = this.open!;
    for (const label of labels) {
      this.unsure.add(label);
      delete this.settled.definitions[label];
    }
    if (kind === 'table') this.wholeFrom = start;
    this.end = start;
    this.open = undefined;
  }

  private grow(stretch: Stretch, segment: Segment): void {
    const kind = readKind(segment);
    if (!kind || stretch.offsetOf(segment.from) === this.wholeFrom) return;
    const edge = stretch.offsetOf(findGrowingEdge(segment, kind));
    if (edge <= (this.open ? this.end : stretch.offsetOf(segment.from))) return;
    const { node, lookups } = this.build(stretch, segment, this.open);
    if ((node as MarkdownElement).tag === 'p') return;
    const known = this.open?.labels.length ?? 0;
    this.open = growOpen(this.open, stretch, segment, node as MarkdownElement, lookups);
    this.define(stretch.references, this.open.labels.slice(known));
    this.end = edge;
  }

  private showTail(): void {
    const stretch = this.readTail(this.text.length, this.isStreaming);
    const place = this.settled.length;
    const blocks = stretch.segments.map((segment, index) =>
      this.readBlock(
        stretch,
        segment,
        index === 0 ? this.open : undefined,
        place + index,
        this.isStreaming && index === stretch.segments.length - 1,
      ),
    );
    this.tail = blocks;
    this.tailIndex = place;
    this.definitions = stretch.references;
  }

  /** One block, the same as was shown at its place when its text is the same. */
  private readBlock(
    stretch: Stretch,
    segment: Segment,
    open: OpenBlock | undefined,
    place: number,
    isMended = false,
  ): ParsedBlock {
    const start = open?.start ?? stretch.offsetOf(segment.from);
    const end = stretch.offsetOf(segment.to);
    const before = this.tail[place - this.tailIndex];
    if (before?.isPlain && !open && this.isSame(before, start, end))
      return { ...before, start, end };
    const { node, lookups, isMended: isChanged } = this.build(stretch, segment, open, isMended);
    return {
      node: open ? mergeOpen(open, node as MarkdownElement) : node,
      isLive: before?.isLive ?? this.isStreaming,
      start,
      end,
      lookups: open ? new Map([...open.lookups, ...lookups]) : lookups,
      labels: [...(open?.labels ?? []), ...readLabels(segment.tokens)],
      isPlain: !open && !isChanged && !(isMended && stretch.isChanged) && lookups.size === 0,
    };
  }

  private isSame(block: ParsedBlock, start: number, end: number): boolean {
    const read = (from: number, to: number): string =>
      this.text.slice(from, to).replace(/\r?\n$/u, '');
    return block.start === start && read(block.start, block.end) === read(start, end);
  }

  private build(
    stretch: Stretch,
    segment: Segment,
    open?: OpenBlock,
    isMended = false,
  ): BuiltSegment {
    return buildSegment(this.text, stretch, segment, {
      policy: this.policy,
      autolinks: this.autolinks,
      isLoose: open?.isLoose,
      isMended,
    });
  }

  private define(references: Definitions, labels: readonly string[]): void {
    for (const label of labels) this.settled.definitions[label] ??= references[label];
  }

  /** What a stretch defines may change with the next characters, or be gone. */
  private doubt(definitions: Definitions): void {
    for (const label of Object.keys(definitions)) this.unsure.add(label);
  }

  /** Builds again what looked up a label that has come to mean something else. */
  private resolve(isAll: boolean): void {
    if (this.unsure.size === 0 && !isAll) return;
    this.settled.update((block) =>
      isStale(block.lookups, this.definitions) ? this.rebuild(block) : block,
    );
    this.unsure.clear();
  }

  private rebuild(block: SettledBlock): SettledBlock {
    const { start, end } = block;
    const stretch = readStretch(this.text, { from: start, to: end, known: this.definitions });
    return { ...block, ...this.build(stretch, stretch.segments[0]!) };
  }
}

/** Has something that was looked up come to mean something else? */
function isStale(lookups: Lookups, definitions: Definitions): boolean {
  for (const [label, found] of lookups) {
    const now = definitions[label];
    if (found?.href !== now?.href || found?.title !== now?.title) return true;
  }
  return false;
}
