import type { ConversationError, ConversationEvent } from '../core/index.ts';

export type Batch = readonly ConversationEvent[];

/** One open stream, as the server holds it. */
export interface Line {
  push(batch: Batch): void;
  /** Ends after what was pushed so far: cleanly, or broken by `error`. */
  end(error?: ConversationError): void;
  /** Stays open and brings nothing more. */
  mute(): void;
  /** What the client reads, until the end or until `signal`. */
  read(signal: AbortSignal): AsyncIterable<Batch>;
}

export function createLine(): Line {
  const batches: Batch[] = [];
  let wake = (): void => {};
  let ending: (() => void) | undefined;
  let isMuted = false;
  return {
    push(batch) {
      if (isMuted || ending) return;
      batches.push(batch);
      wake();
    },
    end(error) {
      if (isMuted) return;
      ending ??= () => {
        if (error) throw error;
      };
      wake();
    },
    mute() {
      isMuted = true;
      batches.length = 0;
    },
    async *read(signal) {
      const handleAbort = (): void => wake();
      signal.addEventListener('abort', handleAbort, { once: true });
      while (!signal.aborted) {
        const batch = batches.shift();
        if (batch) yield batch;
        else if (ending) return ending();
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
