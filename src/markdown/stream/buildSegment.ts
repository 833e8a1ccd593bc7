import { maxTableCells } from '../parse/limits.ts';
import type { Definitions } from '../parse/definitions.ts';
import { buildBlocks, plain } from '../tree/buildBlocks.ts';
import type { AddressPolicy } from '../tree/createAddressPolicy.ts';
import type { MarkdownNode } from '../tree/markdownNode.ts';
import type { Lookups } from './markdownBlock.ts';
import { mendInline } from './mend.ts';
import { isLooseList, type Segment, type Stretch } from './segments.ts';

export interface BuildSegmentOptions {
  readonly policy: AddressPolicy;
  readonly autolinks: boolean;
  /** It goes on a list that is loose. */
  readonly isLoose?: boolean | undefined;
  /** More is expected of it: show what is unfinished calmly. */
  readonly isMended?: boolean;
}

export interface BuiltSegment {
  readonly node: MarkdownNode;
  readonly lookups: Lookups;
  /** Shown otherwise than it was written. */
  readonly isMended: boolean;
}

/** The node of one block, and what was looked up for it. */
export function buildSegment(
  text: string,
  stretch: Stretch,
  segment: Segment,
  options: BuildSegmentOptions,
): BuiltSegment {
  const { tokens, from, to } = segment;
  const lookups: Lookups = new Map();
  const cells = tokens.filter(({ type }) => type === 'td_open').length;
  if (cells > maxTableCells && tokens[0]!.type === 'table_open') {
    const source = text.slice(stretch.offsetOf(from), stretch.offsetOf(to));
    return { node: plain(source.trimEnd()), lookups, isMended: false };
  }
  const isLoose = options.isLoose === true || isLooseList(segment, stretch.lines);
  const references = recordLookups(stretch.references, lookups);
  let isMended = false;
  const mend = (content: string): string => {
    const mended = mendInline(content);
    isMended ||= mended !== content;
    return mended;
  };
  const { policy, autolinks } = options;
  const [node = ''] = buildBlocks(tokens, {
    policy,
    autolinks,
    isLoose,
    references,
    mend: options.isMended === true ? mend : undefined,
  });
  return { node, lookups, isMended };
}

function recordLookups(references: Definitions, lookups: Lookups): Definitions {
  return new Proxy(references, {
    get(definitions, label) {
      const found = definitions[label as string];
      lookups.set(label as string, found);
      return found;
    },
  });
}
