import type { KeyboardEvent } from 'react';
import { openLayers } from '../keyboard/openLayers.ts';

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
  const layers = [...currentTarget.ownerDocument.querySelectorAll(openLayers)];
  // A composer may stand in a dialog itself: that is no layer above it.
  return layers.some((layer) => !layer.contains(currentTarget));
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
