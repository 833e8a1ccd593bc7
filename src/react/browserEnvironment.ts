import type { Environment, WakeReason } from '../core/index.ts';

const hiddenDelay = 16;

/* A visible document may still get no frames (an occluded window, an off-screen frame): nobody waits longer. */
const longestFrame = 250;

/**
 * Frames, sleep and network of the page: a publish per animation frame, a timer while hidden. Safe on a
 * server, where it never sleeps and is always online.
 */
export const browserEnvironment: Environment = {
  schedule: (publish) => (isVisible() ? scheduleFrame(publish) : scheduleTimer(publish)),
  onWake: listenForWake,
  isOnline: () => typeof navigator === 'undefined' || !('onLine' in navigator) || navigator.onLine,
  onHide(callback) {
    if (typeof document === 'undefined') return () => {};
    return listenAll([
      [window, 'pagehide', callback],
      [document, 'freeze', callback],
    ]);
  },
};

function isVisible(): boolean {
  return typeof document !== 'undefined' && document.visibilityState === 'visible';
}

function scheduleTimer(publish: () => void): () => void {
  const timer = setTimeout(publish, hiddenDelay);
  return () => clearTimeout(timer);
}

/* Frames stop when the page becomes hidden, so a timer runs along: whichever fires first ends both. */
function scheduleFrame(publish: () => void): () => void {
  const cancel = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const run = (): void => {
    cancel();
    publish();
  };
  const frame = requestAnimationFrame(run);
  const timer = setTimeout(run, longestFrame);
  return cancel;
}

function listenForWake(callback: (reason: WakeReason) => void): () => void {
  if (typeof document === 'undefined') return () => {};
  return listenAll([
    [document, 'visibilitychange', () => isVisible() && callback('visible')],
    [document, 'resume', () => callback('resume')],
    [window, 'pageshow', () => callback('pageshow')],
    [window, 'online', () => callback('online')],
    [window, 'offline', () => callback('offline')],
  ]);
}

function listenAll(
  listeners: readonly (readonly [target: EventTarget, type: string, listener: () => void])[],
): () => void {
  for (const [target, type, listener] of listeners) target.addEventListener(type, listener);
  return () => {
    for (const [target, type, listener] of listeners) target.removeEventListener(type, listener);
  };
}
