/** Where what is selected begins and ends; nothing while there is just a cursor. */
export function getSelectionEnds(page: Document): (Node | null)[] {
  const selection = page.getSelection();
  return !selection || selection.isCollapsed ? [] : [selection.anchorNode, selection.focusNode];
}
