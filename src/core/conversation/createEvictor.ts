import type { ConversationParts } from './conversationParts.ts';
import type { OlderLoader } from './createOlderLoader.ts';
import type { TranscriptAccess } from './readRun.ts';

/** Keeps memory bounded: rows beyond `maxMessages` go, but never under the reader's eyes (DESIGN §5.11). */
export interface Evictor {
  evict(): void;
  /** Nothing goes until the release, which works once. */
  hold(): () => void;
}

export function createEvictor(
  { transcript, isNumbered, maxMessages }: TranscriptAccess & ConversationParts,
  older: OlderLoader,
): Evictor {
  let holds = 0;
  return {
    evict() {
      if (holds > 0 || older.isLoading || transcript.size <= maxMessages) return;
      // Of a numbered history, loading can start at any row.
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
