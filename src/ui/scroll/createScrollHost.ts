import type { ScrollController, ScrollState } from './createScrollController.ts';

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
  /** For the controller: its state changed, it scrolled. */
  readonly tellChange: () => void;
  readonly tellScroll: () => void;
}

const atEnd: ScrollState = { mode: 'follow', isAway: false };

export function createScrollHost(): ScrollHost {
  const [subscribe, tellChange] = createCallbacks();
  const [onScroll, tellScroll] = createCallbacks();
  let opening: string | undefined;
  const open = (): void => {
    if (opening === undefined || !host.controller) return;
    const key = opening;
    opening = undefined;
    host.reveal?.(key);
    const row = host.controller.findRow(key);
    if (row) host.controller.jumpToRow(row);
  };
  const setController = (next: ScrollController | undefined): void => {
    host.controller = next;
    open();
    tellChange();
  };
  const host: Omit<ScrollHost, 'controller'> & { controller: ScrollController | undefined } = {
    controller: undefined,
    reveal: undefined,
    subscribe,
    onScroll,
    tellChange,
    tellScroll,
    getState: () => host.controller?.state ?? atEnd,
    openAt(key) {
      opening = key;
      open();
    },
    attach(next) {
      setController(next);
      return () => host.controller === next && setController(undefined);
    },
  };
  return host;
}

/** Callbacks to add, and to call all at once. */
function createCallbacks(): [add: (callback: () => void) => () => void, call: () => void] {
  const callbacks = new Set<() => void>();
  return [
    (callback) => {
      callbacks.add(callback);
      return () => void callbacks.delete(callback);
    },
    () => {
      for (const callback of callbacks) callback();
    },
  ];
}
