import type { Environment, WakeReason } from 'react-conversation-stream/core';
import type { VirtualClock } from '../../helpers/virtualClock.ts';

const frame = 16;

/** What a test does to the page around a conversation. */
export interface TestPage extends Environment {
  setOnline(isOnline: boolean): void;
  wake(reason: WakeReason): void;
  hide(): void;
  countListeners(): number;
}

/** A page in virtual time: frames every 16 ms, awake and online until told otherwise. */
export function createTestPage(clock: VirtualClock): TestPage {
  const wakers = new Set<(reason: WakeReason) => void>();
  const hiders = new Set<() => void>();
  let isOnline = true;
  return {
    schedule(publish) {
      const handle = clock.client.setTimeout(publish, frame - (clock.now() % frame));
      return () => clock.client.clearTimeout(handle);
    },
    onWake: (callback) => listen(wakers, callback),
    onHide: (callback) => listen(hiders, callback),
    isOnline: () => isOnline,
    setOnline(next) {
      isOnline = next;
      for (const call of wakers) call(next ? 'online' : 'offline');
    },
    wake(reason) {
      for (const call of wakers) call(reason);
    },
    hide() {
      for (const call of hiders) call();
    },
    countListeners: () => wakers.size + hiders.size,
  };
}

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
