import { steps } from '../keyboard/goToMessage.ts';

const recent = 250;

/**
 * Notes when the reader last did something that may scroll: a wheel, a touch, a key, a drag of the scrollbar.
 * Returns whether that was within 250 ms. Listens until `signal` ends.
 */
export function watchGestures(
  viewport: HTMLElement,
  signal: AbortSignal,
  now: () => number,
  onEndKey: () => void,
): () => boolean {
  let last = Number.NEGATIVE_INFINITY;
  let isPressed = false;
  const note = (): void => {
    last = now();
  };
  const handleKey = (event: KeyboardEvent): void => {
    if (!steps.has(event.key) && event.key !== ' ') return;
    note();
    if (event.key === 'End' && event.target === viewport) onEndKey();
  };
  const handlePress = (): void => {
    isPressed = true;
    note();
  };
  const handleRelease = (): void => {
    if (isPressed) note();
    isPressed = false;
  };
  const options = { passive: true, signal };
  const view = viewport.ownerDocument.defaultView!;
  viewport.addEventListener('wheel', note, options);
  viewport.addEventListener('touchmove', note, options);
  viewport.addEventListener('keydown', handleKey, options);
  viewport.addEventListener('pointerdown', handlePress, options);
  view.addEventListener('pointerup', handleRelease, options);
  view.addEventListener('pointercancel', handleRelease, options);
  return () => isPressed || now() - last <= recent;
}
