import { sleep } from '../connection/sleep.ts';
import { createAborted } from '../connection/withTimeout.ts';
import type { Entry } from '../transcript/entry.ts';
import { getOrder, hasReached, type Run } from '../transcript/run.ts';
import type { ConversationParts } from './conversationParts.ts';
import { readNewest, type TranscriptAccess } from './readRun.ts';
import { removeAbsent } from './removeAbsent.ts';

/** Between two pages, ms: nobody waits for them. */
const idlePause = 1_000;
const idlePageSize = 100;
/** More than any window has, should a busy history push its pages down faster than they are read. */
const maxPages = 100;

/**
 * Goes on below `proven`, page by page at leisure, down to the oldest row, so that edits and deletions of older
 * messages arrive too (DESIGN §5.5). Never grows the transcript. `isStale`: a newer re-read has begun.
 */
export async function rereadOlder(
  access: TranscriptAccess & ConversationParts,
  proven: Run,
  signal: AbortSignal,
  isStale: () => boolean,
): Promise<void> {
  const { transcript, isNumbered, clock, onCommit } = access;
  const pause = async (): Promise<void> => {
    await sleep(clock, idlePause, signal);
    if (isStale()) throw createAborted();
  };
  const read = async (goal?: Entry, from?: Run): Promise<Run | undefined> => {
    const isEnough = (run: Run): boolean => hasReached(run, goal ?? transcript.oldest);
    const options = { limit: idlePageSize, signal, maxRetries: 3, maxPages, from, isEnough, pause };
    const read = await readNewest(access, options);
    if (!read.isEnough || signal.aborted || isStale()) return undefined;
    transcript.applyRun(withoutOlder(access, read.run));
    onCommit();
    return read.run;
  };
  if (!proven.hasOlder || hasReached(proven, transcript.oldest)) return;
  const covered = await read(undefined, proven);
  if (covered) await removeAbsent(transcript, covered, isNumbered ? read : undefined);
  onCommit();
}

/** What is not loaded stays so: of rows as old as the oldest one, those listed before it may have been evicted. */
function withoutOlder({ transcript }: TranscriptAccess, run: Run): Run {
  const { order: floor = 0, message: oldest } = transcript.oldest ?? {};
  const start = run.items.findIndex(({ message }) => message.id === oldest?.id);
  const isLoaded = (id: string, index: number): boolean =>
    transcript.find(id) !== undefined || (start >= 0 && index > start);
  const items = run.items.filter(({ message }, index) =>
    getOrder(message) === floor ? isLoaded(message.id, index) : getOrder(message) > floor,
  );
  const place = { items, isNewest: false, isProof: false };
  return items.length === run.items.length
    ? { ...run, ...place }
    : { ...run, ...place, hasOlder: true, olderCursor: undefined };
}
