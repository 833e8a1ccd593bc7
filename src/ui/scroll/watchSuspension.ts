const controls = 'a[href], button, input, select, summary, textarea, [tabindex]';

/**
 * While the reader holds a selection in the rows, works on a control inside one, or prints, nothing may move
 * under them (EXPERIENCE R5). Calls back when that begins and ends. Returns the cleanup.
 */
export function watchSuspension(
  content: HTMLElement,
  onChange: (isSuspended: boolean) => void,
): () => void {
  const { ownerDocument } = content;
  const view = ownerDocument.defaultView!;
  const reasons = { selection: false, focus: false, print: false };
  let isSuspended = false;
  const set = (reason: keyof typeof reasons, value: boolean): void => {
    reasons[reason] = value;
    const next = reasons.selection || reasons.focus || reasons.print;
    if (next === isSuspended) return;
    isSuspended = next;
    onChange(next);
  };
  const handleSelection = (): void => {
    const selection = ownerDocument.getSelection();
    const touches = (node: Node | null | undefined): boolean => content.contains(node ?? null);
    const isHeld = selection !== null && !selection.isCollapsed;
    set('selection', isHeld && (touches(selection.anchorNode) || touches(selection.focusNode)));
  };
  const handleFocus = (): void => {
    const focused = ownerDocument.activeElement;
    const isInRow = content.contains(focused) && focused?.closest('article') !== null;
    set('focus', isInRow && focused!.matches(controls) && focused!.tagName !== 'ARTICLE');
  };
  // Focus is nowhere between leaving one control and reaching the next.
  const handleBlur = (): void => queueMicrotask(handleFocus);
  const begin = (): void => set('print', true);
  const end = (): void => set('print', false);
  ownerDocument.addEventListener('selectionchange', handleSelection);
  content.addEventListener('focusin', handleFocus);
  content.addEventListener('focusout', handleBlur);
  view.addEventListener('beforeprint', begin);
  view.addEventListener('afterprint', end);
  return () => {
    ownerDocument.removeEventListener('selectionchange', handleSelection);
    content.removeEventListener('focusin', handleFocus);
    content.removeEventListener('focusout', handleBlur);
    view.removeEventListener('beforeprint', begin);
    view.removeEventListener('afterprint', end);
  };
}
