import type { MarkdownTag } from './allowedNodes.ts';
import type { MarkdownAttributes, MarkdownNode } from './markdownNode.ts';

/** An element while its children arrive. */
export interface Draft {
  tag: MarkdownTag | '';
  attributes?: MarkdownAttributes;
  readonly children: MarkdownNode[];
}

/** Adds a node; texts that meet become one. */
export function append(children: MarkdownNode[], node: MarkdownNode): void {
  const last = children.at(-1);
  if (typeof node === 'string' && typeof last === 'string')
    children[children.length - 1] = last + node;
  else if (node !== '') children.push(node);
}

export function appendAll(children: MarkdownNode[], nodes: readonly MarkdownNode[]): void {
  for (const node of nodes) append(children, node);
}
