import { systemClock, type Clock } from '../environment.ts';
import type { HistorySnapshot, StoredMessage } from '../history.ts';
import { Transcript } from '../transcript/transcript.ts';
import type { ConversationTransport } from '../transport.ts';
import { createHistoryReader } from './createHistoryReader.ts';
import { createSnapshot } from './createSnapshot.ts';
import { loadOlder } from './loadOlder.ts';
import { readNewest } from './readRun.ts';
import { removeAbsent } from './removeAbsent.ts';

export interface ReadHistoryOptions {
  readonly conversationId: string;
  /** Default 20. */
  readonly pageSize?: number | undefined;
  /** What was read before: the answer goes on from it. */
  readonly held?: HistorySnapshot | undefined;
  /** Reads what is before the oldest message held, and returns that alone. Default: the newest page. */
  readonly isOlder?: boolean;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly random?: () => number;
}

const maxRetries = 2;

/**
 * Reads one page of history without connecting, as a conversation would: checked, in order, each message
 * once, joined to what is held. Throws a ConversationError after three attempts.
 */
export async function readHistory(
  transport: ConversationTransport,
  options: ReadHistoryOptions,
): Promise<HistorySnapshot> {
  const { conversationId, held, signal = new AbortController().signal } = options;
  const transcript = new Transcript(() => false);
  if (held) transcript.seed(held);
  const parts = {
    transport,
    conversationId,
    transcript,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    pageSize: options.pageSize ?? 20,
    note: () => {},
  };
  const access = { ...parts, ...createHistoryReader(parts) };
  if (options.isOlder && held) {
    await loadOlder(access, signal, () => {});
    return takeOlder(transcript, held);
  }
  const { run } = await readNewest(access, { signal, maxRetries });
  transcript.applyRun(run);
  // One absence from a page that drifts proves nothing: the next visit finds out.
  if (!access.isNumbered) await removeAbsent(transcript, run);
  return { ...createSnapshot(transcript, held?.feedCursor), unsent: held?.unsent ?? [] };
}

/** Pages that drift bring newer messages, too: those are for the next read of the newest page. */
function takeOlder(transcript: Transcript, { messages }: HistorySnapshot): HistorySnapshot {
  const [first] = messages;
  const { oldest } = transcript;
  const older: StoredMessage[] = [];
  for (const key of transcript.readKeys()) {
    if (key === first?.key) break;
    older.push({ ...transcript.findByKey(key)!.message, key });
  }
  return {
    messages: older,
    hasOlderMessages: oldest?.hasHoleBefore ?? false,
    ...(oldest?.olderCursor === undefined ? {} : { olderCursor: oldest.olderCursor }),
  };
}
