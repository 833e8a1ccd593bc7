import { ConversationError } from '../model/conversationError.ts';
import type { MessagePage } from '../transport.ts';
import {
  createRunItems,
  joinPage,
  prependPage,
  type Run,
  type RunItem,
} from '../transcript/run.ts';
import type { Transcript } from '../transcript/transcript.ts';
import type { HistoryReader } from './createHistoryReader.ts';

/** What reading history needs. */
export interface HistoryAccess {
  readonly reader: HistoryReader;
  /** Stamps each request: what is seen after it is newer than its answer. */
  readonly tick: () => number;
  /** Pages are counted from the newest message, so they drift while messages come and go. */
  readonly isNumbered: boolean;
  readonly pageSize: number;
  /** Checks and counts what does not belong here; returns the rest. */
  readonly screen: (page: MessagePage) => MessagePage['messages'];
  /** Pages of a numbered history did not overlap: messages went away between two requests. */
  readonly onDrift: () => void;
}

/** History that goes into a transcript. */
export interface TranscriptAccess extends HistoryAccess {
  readonly transcript: Transcript;
}

export interface ReadNewestOptions {
  readonly signal: AbortSignal;
  readonly maxRetries: number;
  /** Default 1. */
  readonly maxPages?: number;
  /** The feed is open, and `signal` ends when it goes down. */
  readonly isProof?: boolean;
  /** Stops the read; asked after each page with all that was read. */
  readonly isEnough?: (run: Run) => boolean;
  /** What was read already: goes on below it. */
  readonly from?: Run | undefined;
  /** Before each page but the first. */
  readonly pause?: () => Promise<void>;
}

const maxRestarts = 10;

/** Reads history from its newest end, page after page, as one stretch without a hole. */
export async function readNewest(
  access: HistoryAccess,
  options: ReadNewestOptions,
): Promise<{ run: Run; isEnough: boolean }> {
  const { isProof = false, maxPages = 1 } = options;
  let run = options.from;
  for (let restarts = 0; restarts < maxRestarts; restarts += 1) {
    run ??= { ...(await readItems(access, options)), isNewest: true, isProof };
    for (let pages = 1; run; pages += 1) {
      const isEnough = options.isEnough?.(run) ?? true;
      if (isEnough || pages >= maxPages) return { run, isEnough };
      await options.pause?.();
      run = await readBelow(access, run, options);
    }
    // Drifted apart: what was read is no stretch any more, so it is read again from the newest end.
    access.onDrift();
  }
  throw new ConversationError(
    'invalid_response',
    'History keeps moving while it is read: its pages never overlap.',
  );
}

async function readBelow(
  access: HistoryAccess,
  run: Run,
  options: ReadNewestOptions,
): Promise<Run | undefined> {
  const page = await readItems(access, {
    ...options,
    cursor: run.olderCursor,
    offset: run.items.length,
  });
  if (!access.isNumbered) return prependPage(run, page);
  return overlaps(page.items, run.items) ? joinPage(run, page) : undefined;
}

export interface ReadItemsOptions {
  readonly cursor?: string | undefined;
  /** Messages known to be newer; used by numbered history only. */
  readonly offset?: number | undefined;
  readonly limit?: number;
  readonly signal: AbortSignal;
  readonly maxRetries: number;
}

export interface ReadItems {
  readonly items: readonly RunItem[];
  readonly asOf: number;
  readonly hasOlder: boolean;
  readonly olderCursor: string | undefined;
}

/** One page, checked, and stamped with the moment it was requested. */
export async function readItems(
  access: HistoryAccess,
  options: ReadItemsOptions,
): Promise<ReadItems> {
  const { cursor, signal, maxRetries, limit = access.pageSize } = options;
  const offset = access.isNumbered && options.offset ? options.offset : undefined;
  let asOf = 0;
  const onAttempt = (): void => void (asOf = access.tick());
  const page = await access.reader.readPage({
    limit,
    signal,
    maxRetries,
    cursor,
    offset,
    onAttempt,
  });
  const { olderCursor } = page;
  return {
    items: createRunItems(access.screen(page), asOf),
    asOf,
    olderCursor,
    hasOlder: olderCursor !== undefined,
  };
}

function overlaps(a: readonly RunItem[], b: readonly RunItem[]): boolean {
  const ids = new Set(b.map(({ message }) => message.id));
  return a.some(({ message }) => ids.has(message.id));
}
