import { getSelectionEnds } from './getSelectionEnds.ts';

const controls = 'a[href], button, input, select, summary, textarea, [tabindex]';

/**
 * While the reader holds a selection in the rows, works on a control inside one, or prints, nothing may move
 * under them (EXPERIENCE R5). Calls back when that begins and ends, until `signal` ends.
 */
export function watchSuspension(
  content: HTMLElement,
  signal: AbortSignal,
  onChange: (isSuspended: boolean) => void,
): void {
  const { ownerDocument } = content;
  const view = ownerDocument.defaultView!;
  const reasons = new Set<string>();
  const set = (reason: string, isOn: boolean): void => {
    const { size } = reasons;
    if (isOn) reasons.add(reason);
    else reasons.delete(reason);
    // The first one comes, or the last one goes.
    if (reasons.size !== size && reasons.size + size === 1) onChange(isOn);
  };
  const touches = (node: Node | null): boolean => content.contains(node);
  const handleSelection = (): void => {
    set('selection', getSelectionEnds(ownerDocument).some(touches));
  };
  const handleFocus = (): void => {
    const focused = ownerDocument.activeElement;
    const isInRow = touches(focused) && focused!.closest('article') !== null;
    set('focus', isInRow && focused!.matches(controls) && focused!.tagName !== 'ARTICLE');
  };
  const options = { signal };
  ownerDocument.addEventListener('selectionchange', handleSelection, options);
  content.addEventListener('focusin', handleFocus, options);
  // Focus is nowhere between leaving one control and reaching the next.
  content.addEventListener('focusout', () => queueMicrotask(handleFocus), options);
  view.addEventListener('beforeprint', () => set('print', true), options);
  view.addEventListener('afterprint', () => set('print', false), options);
}
