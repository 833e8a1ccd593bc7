import { findNear } from './findNear.ts';
import { focusMessage } from './focusMessage.ts';
import { findInView, getStep, goToMessage, listMessages } from './goToMessage.ts';
import { openLayers } from './openLayers.ts';

const tabbable = 'a[href], button:enabled, input:enabled:not([hidden]), textarea:enabled';

/**
 * The keys of a transcript (EXPERIENCE §4), as ARIA's feed pattern has them. While the focus is on a message
 * arrows, Page keys, Home and End go from message to message, and Escape returns to the composer; Shift+Tab
 * leads from there to the newest message. Anywhere else the arrows scroll. Returns the cleanup.
 */
export function watchFeedKeys(viewport: HTMLElement): () => void {
  // Behind React's own listeners: what they prevented is not done again.
  const root = viewport.getRootNode();
  let tabStop: HTMLElement | undefined;
  /** Clicked into: whoever uses a pointer wants the arrows to scroll. */
  let isByPointer = false;

  const setTabStop = (next: HTMLElement | undefined): void => {
    if (next === tabStop) return;
    tabStop?.setAttribute('tabindex', '-1');
    next?.setAttribute('tabindex', '0');
    tabStop = next;
  };
  const focus = (message: HTMLElement): void => {
    isByPointer = false;
    setTabStop(message);
    focusMessage(message);
  };
  /** Of all messages one is a stop of Tab: the one with the focus, else the first in view. */
  const handleTab = (event: KeyboardEvent, target: Element): void => {
    isByPointer = false;
    const messages = listMessages(viewport);
    const newest = messages.at(-1);
    setTabStop(getMessage(viewport, target) ?? findInView(messages, viewport) ?? newest);
    if (!event.shiftKey || event.defaultPrevented || !newest) return;
    const composer = target.closest('[data-part="composer"]');
    // What else the composer has before its textbox comes first.
    if (!composer || composer.querySelector(tabbable) !== target) return;
    if (findNear(composer, '[data-part="viewport"]') !== viewport) return;
    event.preventDefault();
    focus(newest);
  };
  const handleEscape = (event: KeyboardEvent, target: Element): void => {
    if (!getMessage(viewport, target) || viewport.querySelector(openLayers)) return;
    const box = findNear(viewport, '[data-part="composer"] textarea') as HTMLElement | null;
    if (!box) return;
    event.preventDefault();
    box.focus({ preventScroll: true });
  };
  const handleKey = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || event.isComposing) return;
    const target = event.composedPath()[0];
    if (!(target instanceof Element)) return;
    if (event.key === 'Tab') handleTab(event, target);
    if (event.defaultPrevented || hasModifier(event)) return;
    if (event.key === 'Escape') handleEscape(event, target);
    const step = getStep(event.key, target, viewport);
    // On a control inside a message the keys are the control's.
    if (!step || isByPointer || getMessage(viewport, target) !== target) return;
    event.preventDefault();
    goToMessage(viewport, target, step, focus);
  };
  const handlePointer = (): void => {
    isByPointer = true;
  };
  const end = new AbortController();
  const { signal } = end;
  setTabStop(listMessages(viewport).at(-1));
  root.addEventListener('keydown', handleKey, { signal });
  viewport.addEventListener('pointerdown', handlePointer, { passive: true, signal });
  return () => end.abort();
}

function getMessage(viewport: HTMLElement, target: Element): HTMLElement | undefined {
  const message = target.closest<HTMLElement>('article');
  return message && viewport.contains(message) ? message : undefined;
}

function hasModifier({ altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return altKey || ctrlKey || metaKey || shiftKey;
}
