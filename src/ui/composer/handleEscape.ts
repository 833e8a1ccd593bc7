import type { KeyboardEvent } from 'react';

const openLayers = 'dialog[open], [popover]:popover-open, [role="dialog"], [role="menu"]';

/**
 * Escape means the innermost thing there is: an input method's word, an open layer, a selection, and only then
 * the running answer (EXPERIENCE §3). Nothing running: nothing happens.
 */
export function handleEscape(stop: (() => void) | undefined): (event: KeyboardEvent) => void {
  return (event) => {
    const { key, keyCode, nativeEvent, defaultPrevented } = event;
    if (key !== 'Escape' || defaultPrevented) return;
    if (nativeEvent.isComposing || keyCode === 229 || hasOpenLayer(event)) return;
    if (collapseSelection(event.target)) event.preventDefault();
    else if (stop) {
      event.preventDefault();
      stop();
    }
  };
}

function hasOpenLayer({ currentTarget }: KeyboardEvent): boolean {
  const layers = findLayers(currentTarget.ownerDocument);
  // A composer may stand in a dialog itself: that is no layer above it.
  return layers.some((layer) => !layer.contains(currentTarget));
}

function findLayers(document: Document): Element[] {
  try {
    return Array.from(document.querySelectorAll(openLayers));
  } catch {
    // A browser without popovers does not know the selector either.
    return Array.from(document.querySelectorAll('dialog[open]'));
  }
}

/** Was something selected, in the box or on the page? Now it is not. */
function collapseSelection(target: EventTarget): boolean {
  if (target instanceof HTMLTextAreaElement && target.selectionStart !== target.selectionEnd) {
    target.setSelectionRange(target.selectionEnd, target.selectionEnd);
    return true;
  }
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.toString() === '') return false;
  selection.removeAllRanges();
  return true;
}
