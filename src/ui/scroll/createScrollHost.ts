import type { ScrollController, ScrollState } from './createScrollController.ts';

/** Where the parts of one transcript meet its scroll controller, which lives as long as its viewport. */
export interface ScrollHost {
  readonly controller: ScrollController | undefined;
  /** Of the controller; at the end while there is none. */
  getState(): ScrollState;
  subscribe(onChange: () => void): () => void;
  /** Returns the detach. */
  attach(controller: ScrollController): () => void;
}

const atEnd: ScrollState = { mode: 'follow', isAway: false };

export function createScrollHost(): ScrollHost {
  const listeners = new Set<() => void>();
  let controller: ScrollController | undefined;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    get controller() {
      return controller;
    },
    getState: () => controller?.state ?? atEnd,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => void listeners.delete(onChange);
    },
    attach(next) {
      controller = next;
      const unsubscribe = next.subscribe(tell);
      tell();
      return () => {
        unsubscribe();
        if (controller === next) controller = undefined;
        tell();
      };
    },
  };
}
