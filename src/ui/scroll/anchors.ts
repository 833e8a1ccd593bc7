import { findFirst } from './findFirst.ts';

/** A row and how far its top was from that of the viewport, px. */
export interface Anchor {
  readonly row: Element;
  readonly offset: number;
}

const maxAnchors = 12;

/** The rows in view, top first: should the first one go, the next can hold. */
export function captureAnchors(viewport: HTMLElement, rows: HTMLCollection): readonly Anchor[] {
  const box = viewport.getBoundingClientRect();
  const anchors: Anchor[] = [];
  // Rows stand one below the other.
  const first = findFirst(
    rows.length,
    (index) => rows[index]!.getBoundingClientRect().bottom > box.top,
  );
  for (let index = first; anchors.length < maxAnchors; index += 1) {
    const row = rows[index];
    if (!row) break;
    const { top } = row.getBoundingClientRect();
    if (top >= box.bottom && anchors.length > 0) break;
    anchors.push({ row, offset: top - box.top });
  }
  return anchors;
}

/** How far the rows have moved since, px; 0 when none of them is left. */
export function measureDrift(viewport: HTMLElement, anchors: readonly Anchor[]): number {
  const held = anchors.find(({ row }) => row.isConnected);
  if (!held) return 0;
  return held.row.getBoundingClientRect().top - viewport.getBoundingClientRect().top - held.offset;
}
