import type { MarkdownElement, MarkdownNode } from './markdownNode.ts';

/** How many rows, items or blocks stand together: a growing list renders its last portion, not itself. */
export const portionSize = 32;

/** Children in portions of 32, once there are more than one portion would hold. */
export function createPortions(children: readonly MarkdownNode[]): readonly MarkdownNode[] {
  if (children.length <= portionSize) return children;
  const portions: MarkdownElement[] = [];
  for (let at = 0; at < children.length; at += portionSize)
    portions.push({ tag: '', children: children.slice(at, at + portionSize) });
  return portions;
}

/** The same for children that come little by little: portions once full are kept as they are. */
export class GrowingPortions {
  private readonly full: MarkdownElement[] = [];
  private rest: readonly MarkdownNode[] = [];

  get length(): number {
    return this.full.length * portionSize + this.rest.length;
  }

  get flat(): readonly MarkdownNode[] {
    return [...this.full.flatMap(({ children }) => children), ...this.rest];
  }

  add(children: readonly MarkdownNode[]): void {
    this.rest = [...this.rest, ...children];
    while (this.rest.length >= portionSize) {
      this.full.push({ tag: '', children: this.rest.slice(0, portionSize) });
      this.rest = this.rest.slice(portionSize);
    }
  }

  /** All that was added, then `more`, as `createPortions` would have made it of all at once. */
  with(more: readonly MarkdownNode[]): readonly MarkdownNode[] {
    const last = [...this.rest, ...more];
    if (this.full.length === 0) return createPortions(last);
    if (this.full.length === 1 && last.length === 0) return this.full[0]!.children;
    const portions: MarkdownNode[] = [...this.full];
    for (let at = 0; at < last.length; at += portionSize)
      portions.push({ tag: '', children: last.slice(at, at + portionSize) });
    return portions;
  }
}
