const moving = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', ' ']);

export interface Gestures {
  /** Did the reader do something, within this long, that may scroll? */
  isRecent(): boolean;
  stop(): void;
}

const recent = 250;

/** Notes when the reader last did something that may scroll: a wheel, a touch, a key, a drag of the scrollbar. */
export function watchGestures(
  viewport: HTMLElement,
  now: () => number,
  onEndKey: () => void,
): Gestures {
  let last = Number.NEGATIVE_INFINITY;
  let isPressed = false;
  const note = (): void => {
    last = now();
  };
  const handleKey = (event: KeyboardEvent): void => {
    if (!moving.has(event.key)) return;
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
  const passive = { passive: true } as const;
  const view = viewport.ownerDocument.defaultView!;
  viewport.addEventListener('wheel', note, passive);
  viewport.addEventListener('touchmove', note, passive);
  viewport.addEventListener('keydown', handleKey);
  viewport.addEventListener('pointerdown', handlePress, passive);
  view.addEventListener('pointerup', handleRelease, passive);
  view.addEventListener('pointercancel', handleRelease, passive);
  return {
    isRecent: () => isPressed || now() - last <= recent,
    stop() {
      viewport.removeEventListener('wheel', note);
      viewport.removeEventListener('touchmove', note);
      viewport.removeEventListener('keydown', handleKey);
      viewport.removeEventListener('pointerdown', handlePress);
      view.removeEventListener('pointerup', handleRelease);
      view.removeEventListener('pointercancel', handleRelease);
    },
  };
}
