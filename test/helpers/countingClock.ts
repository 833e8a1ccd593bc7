import type { Clock } from 'react-conversation-stream/core';

/** The wall clock, counting the timers that are set and neither fired nor cleared. */
export interface CountingClock extends Clock {
  readonly pending: number;
}

export function createCountingClock(): CountingClock {
  const handles = new Set<unknown>();
  return {
    now: () => Date.now(),
    setTimeout(callback, delay) {
      const handle = setTimeout(() => {
        handles.delete(handle);
        callback();
      }, delay);
      handles.add(handle);
      return handle;
    },
    clearTimeout(handle) {
      handles.delete(handle);
      clearTimeout(handle as NodeJS.Timeout);
    },
    setInterval(callback, delay) {
      const handle = setInterval(callback, delay);
      handles.add(handle);
      return handle;
    },
    clearInterval(handle) {
      handles.delete(handle);
      clearInterval(handle as NodeJS.Timeout);
    },
    get pending() {
      return handles.size;
    },
  };
}
