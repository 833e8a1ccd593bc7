import type { HistorySnapshot, StoredSend } from '../history.ts';
import { mayBeStored, type LocalSend } from '../transcript/localSends.ts';
import type { Transcript } from '../transcript/transcript.ts';

/** What is kept of a conversation: the contiguous stretch up to its newest row, and what was not sent. */
export function createSnapshot(
  transcript: Transcript,
  feedCursor: string | undefined,
): HistorySnapshot {
  const { messages, first } = transcript.readStored();
  return {
    messages,
    hasOlderMessages: first?.hasHoleBefore ?? false,
    ...(first?.olderCursor === undefined ? {} : { olderCursor: first.olderCursor }),
    ...(feedCursor === undefined ? {} : { feedCursor }),
    unsent: transcript.sends.list().map(toStoredSend),
  };
}

function toStoredSend(send: LocalSend): StoredSend {
  const { key, idempotencyKey, message, createdAt, floor } = send;
  const { parts } = message;
  return { key, idempotencyKey, parts, createdAt, floor, mayBeStored: mayBeStored(send) };
}
