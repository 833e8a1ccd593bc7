'use client';
import {
  forwardRef,
  memo,
  useMemo,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type ReactElement,
  type RefAttributes,
} from 'react';
import { createMarkdownParser, type MarkdownOptions } from '../stream/createMarkdownParser.ts';
import type { MarkdownBlock } from '../stream/markdownBlock.ts';
import { defaultMarkdownLabels, type MarkdownLabels } from './labels.ts';
import { NodeView } from './renderNode.tsx';
import { useStable } from './useStable.ts';
import type { Highlight, MarkdownComponents, MarkdownView } from './view.ts';

/** How texts are read and shown. May be written in place: its values are compared, not its identity. */
export interface MarkdownSettings extends MarkdownOptions {
  /** Replaces elements one by one; each gets the props of the one it stands for. */
  readonly components?: MarkdownComponents | undefined;
  /** Colours code blocks; see `createHighlighter`. Default: none. Keep it the same function. */
  readonly highlight?: Highlight | undefined;
  readonly labels?: Partial<MarkdownLabels> | undefined;
}

export interface MarkdownProps
  extends MarkdownSettings, Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** The text, as it arrived. */
  readonly children: string;
  /** More is expected: unfinished marks are shown calmly. Default: false. */
  readonly isStreaming?: boolean | undefined;
}

/**
 * Markdown as elements: CommonMark with the tables, task lists, strikethrough and bare addresses of GitHub. Never
 * HTML: what a text may put on the page is in `allowedNodes`. While the text grows only its last block is read and
 * rendered again.
 */
export const Markdown: ForwardRefExoticComponent<MarkdownProps & RefAttributes<HTMLDivElement>> =
  forwardRef(function Markdown(props: MarkdownProps, ref): ReactElement {
    const { children, isStreaming = false, className, ...rest } = props;
    const { components, highlight, labels, linkSchemes, imageOrigins, autolinks, ...others } = rest;
    const options = JSON.stringify({ linkSchemes, imageOrigins, autolinks });
    const parser = useMemo(
      () => createMarkdownParser(JSON.parse(options) as MarkdownOptions),
      [options],
    );
    const view = useStable<MarkdownView>({
      components: components ?? {},
      labels: { ...defaultMarkdownLabels, ...labels },
      highlight,
    });
    const { portions } = parser.read(children, isStreaming);
    return (
      <div
        ref={ref}
        data-part="markdown"
        data-streaming={isStreaming ? '' : undefined}
        {...others}
        className={className === undefined ? 'cs-markdown' : `cs-markdown ${className}`}
      >
        {splitSections(portions).map((section, index) => (
          // Blocks are only ever appended: their place is their identity.
          // oxlint-disable-next-line react/no-array-index-key
          <Section key={index} portions={section} view={view} />
        ))}
      </div>
    );
  });

type Blocks = readonly MarkdownBlock[];

/** Portions of a section: enough that few sections make a long text, so few that the last one is rendered fast. */
const sectionSize = 8;

function splitSections(portions: readonly Blocks[]): (readonly Blocks[])[] {
  const sections: (readonly Blocks[])[] = [];
  for (let at = 0; at < portions.length; at += sectionSize)
    sections.push(portions.slice(at, at + sectionSize));
  return sections;
}

interface SectionProps {
  readonly portions: readonly Blocks[];
  readonly view: MarkdownView;
}

/** Some portions together, so that a long text costs an update no more than a short one. */
const Section = memo(
  ({ portions, view }: SectionProps): ReactElement => (
    <>
      {portions.map((blocks, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <Portion key={index} blocks={blocks} view={view} />
      ))}
    </>
  ),
  (before, after) =>
    before.view === after.view &&
    before.portions.length === after.portions.length &&
    before.portions.every((blocks, index) => blocks === after.portions[index]),
);
Section.displayName = 'Section';

interface PortionProps {
  readonly blocks: Blocks;
  readonly view: MarkdownView;
}

const Portion = memo(({ blocks, view }: PortionProps): ReactElement => (
  <>
    {blocks.map(({ node, isLive }, index) => (
      // oxlint-disable-next-line react/no-array-index-key
      <NodeView key={index} node={node} view={view} isLive={isLive} />
    ))}
  </>
));
Portion.displayName = 'Portion';
