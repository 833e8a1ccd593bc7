import type { Transcript } from '../transcript/transcript.ts';

export interface EvictorOptions {
  readonly transcript: Transcript;
  /** Loading can start at any row. */
  readonly isNumbered: boolean;
  readonly maxMessages: number;
  readonly isLoadingOlder: () => boolean;
}

/** Keeps memory bounded: rows beyond `maxMessages` go, but never under the reader's eyes (DESIGN §5.11). */
export interface Evictor {
  evict(): void;
  /** Nothing goes until the release, which works once. */
  hold(): () => void;
}

export function createEvictor(options: EvictorOptions): Evictor {
  const { transcript, isNumbered, maxMessages, isLoadingOlder } = options;
  let holds = 0;
  return {
    evict() {
      if (holds > 0 || isLoadingOlder() || transcript.size <= maxMessages) return;
      transcript.evict(maxMessages, (entry) => isNumbered || entry.olderCursor !== undefined);
    },
    hold() {
      let own = 1;
      holds += own;
      return () => {
        holds -= own;
        own = 0;
      };
    },
  };
}
