import { peek, type ScrollController, type ScrollState } from './createScrollController.ts';

/** Where the parts of one transcript meet its scroll controller, which lives as long as its viewport. */
export interface ScrollHost {
  readonly controller: ScrollController | undefined;
  /** Of the controller; at the end while there is none. */
  getState(): ScrollState;
  subscribe(onChange: () => void): () => void;
  /** Of the controller, whichever it is. */
  onScroll(callback: () => void): () => void;
  /** Opens at the row of the message with this key instead of the end, once. */
  openAt(key: string): void;
  /** Mounts the row of the message with this key, where not all rows are. */
  reveal: ((key: string) => void) | undefined;
  /** Returns the detach. */
  attach(controller: ScrollController): () => void;
}

const atEnd: ScrollState = { mode: 'follow', isAway: false };

export function createScrollHost(): ScrollHost {
  const listeners = new Set<() => void>();
  const scrollCallbacks = new Set<() => void>();
  let controller: ScrollController | undefined;
  let opening: string | undefined;
  let reveal: ScrollHost['reveal'];
  const open = (): void => {
    if (opening === undefined || !controller) return;
    const key = opening;
    opening = undefined;
    reveal?.(key);
    const row = controller.findRow(key);
    if (row) controller.jumpToRow(row, peek);
  };
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    get controller() {
      return controller;
    },
    get reveal() {
      return reveal;
    },
    set reveal(next) {
      reveal = next;
    },
    openAt(key) {
      opening = key;
      open();
    },
    getState: () => controller?.state ?? atEnd,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => void listeners.delete(onChange);
    },
    onScroll(callback) {
      scrollCallbacks.add(callback);
      return () => void scrollCallbacks.delete(callback);
    },
    attach(next) {
      controller = next;
      open();
      const unsubscribe = next.subscribe(tell);
      const stopScroll = next.onScroll(() => {
        for (const callback of scrollCallbacks) callback();
      });
      tell();
      return () => {
        unsubscribe();
        stopScroll();
        if (controller === next) controller = undefined;
        tell();
      };
    },
  };
}
