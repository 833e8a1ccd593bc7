import { getSelectionEnds } from '../scroll/getSelectionEnds.ts';

/** Keys of the rows that hold the focus or an end of the selection: they stay, wherever the reader scrolls. */
export function findKeptRows(list: HTMLElement): string[] {
  const { ownerDocument } = list;
  const nodes = [ownerDocument.activeElement, ...getSelectionEnds(ownerDocument)];
  const keys = nodes.flatMap((node) => {
    const element = node instanceof Element ? node : node?.parentElement;
    const row = element?.closest<HTMLElement>('[data-key]');
    return row && list.contains(row) ? [row.dataset['key']!] : [];
  });
  return [...new Set(keys)];
}
