'use client';
import {
  createElement,
  Fragment,
  memo,
  type ComponentPropsWithoutRef,
  type ElementType,
  type NamedExoticComponent,
  type ReactNode,
} from 'react';
import type { MarkdownElement, MarkdownNode } from '../tree/markdownNode.ts';
import { CodeBlock } from './CodeBlock.tsx';
import { GrowingText } from './GrowingText.tsx';
import type { MarkdownView } from './view.ts';

export interface NodeViewProps {
  readonly node: MarkdownNode;
  readonly view: MarkdownView;
  /** It grows: text is appended to, not replaced. */
  readonly isLive: boolean;
}

/** Renders again only for another node: what is finished stays as it is. */
export const NodeView: NamedExoticComponent<NodeViewProps> = memo(
  ({ node, view, isLive }: NodeViewProps): ReactNode => renderNode(node, view, isLive),
);
NodeView.displayName = 'NodeView';

/** Straight from the tree to elements; no HTML on the way. */
function renderNode(node: MarkdownNode, view: MarkdownView, isLive: boolean): ReactNode {
  if (typeof node === 'string') return isLive ? <GrowingText text={node} /> : node;
  const { tag } = node;
  if (tag === 'pre') return <CodeBlock node={node} view={view} />;
  const children = renderChildren(node, view, isLive);
  if (tag === '') return createElement(Fragment, null, ...children);
  const element = createElement(readType(tag, view), readProps(node, view), ...children);
  return tag === 'table' ? wrapTable(element, view) : element;
}

/** Parts of what may grow long are compared one by one; the rest is rendered with its block. */
const isCompared = (node: MarkdownNode): boolean =>
  typeof node === 'object' && (node.tag === '' || node.tag === 'li' || node.tag === 'tr');

/** As arguments, not as a list: a place among siblings is what identifies a node. */
function renderChildren(
  { children }: MarkdownElement,
  view: MarkdownView,
  isLive: boolean,
): ReactNode[] {
  return children.map((child) =>
    isCompared(child)
      ? createElement(NodeView, { node: child, view, isLive })
      : renderNode(child, view, isLive),
  );
}

function readType(
  tag: Exclude<MarkdownElement['tag'], ''>,
  { components }: MarkdownView,
): ElementType {
  return components[tag] ?? tag;
}

function readProps({ tag, attributes }: MarkdownElement, view: MarkdownView): object | null {
  if (tag === 'a') return { ...attributes, ...linkProps(String(attributes!['href'])) };
  if (tag === 'img') return { ...attributes, ...imageProps };
  if (tag === 'input') {
    const { taskDone, taskOpen } = view.labels;
    return {
      ...attributes,
      'aria-label': attributes!['checked'] === true ? taskDone : taskOpen,
    };
  }
  if (hasSides.has(tag)) return { ...attributes, dir: 'auto' };
  return attributes ?? null;
}

/** Blocks with a marker or a line at the side where their text begins, which style sheets alone cannot tell. */
const hasSides: ReadonlySet<string> = new Set(['ul', 'ol', 'blockquote']);

/** A link elsewhere opens beside the conversation; neither page learns of the other. */
function linkProps(href: string): ComponentPropsWithoutRef<'a'> {
  const rel = 'noopener noreferrer nofollow';
  return /^(?:[a-z][a-z0-9+.-]*:|[\\/]{2})/iu.test(href) ? { rel, target: '_blank' } : { rel };
}

/** Lazy also keeps React's server renderer from announcing the image to the browser before anything else. */
const imageProps = {
  loading: 'lazy',
  decoding: 'async',
  referrerPolicy: 'no-referrer',
} satisfies ComponentPropsWithoutRef<'img'>;

function wrapTable(table: ReactNode, { components, labels }: MarkdownView): ReactNode {
  const props = {
    className: 'cs-table',
    'data-part': 'table',
    // Which column is the first.
    dir: 'auto',
    role: 'region',
    tabIndex: 0,
    'aria-label': labels.table,
  };
  return createElement(components.div ?? 'div', props, table);
}
