import { ConversationError } from '../model/conversationError.ts';
import { joinPage, prependPage, type Run } from '../transcript/run.ts';
import type { Transcript } from '../transcript/transcript.ts';
import type { HistoryReader, PageRequest, ReaderOptions } from './createHistoryReader.ts';

/** What reading a stretch of history needs. */
export type HistoryAccess = HistoryReader & Pick<ReaderOptions, 'note'>;

/** History that goes into a transcript. */
export interface TranscriptAccess extends HistoryAccess {
  readonly transcript: Transcript;
  readonly pageSize: number;
}

export interface ReadNewestOptions extends PageRequest {
  /** Default 1. */
  readonly maxPages?: number;
  /** The feed is open, and `signal` ends when it goes down. */
  readonly isProof?: boolean;
  /** Stops the read, as the start of the conversation does; asked after each page with all that was read. */
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
    run ??= { ...(await access.readPage(options)), isNewest: true, isProof };
    for (let pages = 1; run; pages += 1) {
      const isEnough = !run.hasOlder || (options.isEnough?.(run) ?? true);
      if (isEnough || pages >= maxPages) return { run, isEnough };
      await options.pause?.();
      run = await readBelow(access, run, options);
    }
    // Drifted apart: what was read is no stretch any more, so it is read again from the newest end.
    access.note('history_drift');
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
  const { olderCursor: cursor, items } = run;
  const page = await access.readPage({ ...options, cursor, offset: items.length });
  return access.isNumbered ? joinPage(run, page) : prependPage(run, page);
}
