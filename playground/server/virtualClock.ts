/** The server's idea of now. It moves with the wall clock and can be pushed forward, so that tickets expire in no time. */
export interface VirtualClock {
  /** Epoch ms. */
  now(): number;
  advance(ms: number): void;
  /** Back to the source's time. */
  clear(): void;
}

/** `source` is where time really comes from (default the wall clock). */
export function createVirtualClock(source: () => number = Date.now): VirtualClock {
  let offset = 0;
  return {
    now: () => source() + offset,
    advance(ms) {
      offset += ms;
    },
    clear() {
      offset = 0;
    },
  };
}
