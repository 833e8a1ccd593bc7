import type { Transcript } from '../transcript/transcript.ts';
import type { TransportCapabilities } from '../transport.ts';

export interface EvictorOptions {
  readonly transcript: Transcript;
  readonly history: TransportCapabilities['history'];
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
  const { transcript, history, maxMessages, isLoadingOlder } = options;
  const holds = new Set<symbol>();
  return {
    evict() {
      if (holds.size > 0 || isLoadingOlder() || transcript.size <= maxMessages) return;
      transcript.evict(
        maxMessages,
        (entry) => history === 'numbered' || entry.olderCursor !== undefined,
      );
    },
    hold() {
      const hold = Symbol('hold');
      holds.add(hold);
      return () => void holds.delete(hold);
    },
  };
}
