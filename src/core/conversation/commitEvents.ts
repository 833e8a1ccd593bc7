import type { ConversationEvent } from '../model/conversationEvent.ts';
import type { ConversationStatus } from '../model/conversationState.ts';
import type { Objection, Transcript } from '../transcript/transcript.ts';
import type { Diagnostics } from './createDiagnostics.ts';

/** Where a feed or a turn stands. Written together with the transcript. */
export interface Position {
  cursor: string | undefined;
}

export interface CommitTarget {
  readonly conversationId: string;
  readonly transcript: Transcript;
  readonly diagnostics: Diagnostics;
  readonly setStatus: (status: ConversationStatus) => void;
}

export interface Commit {
  /** An event could not be read, or contradicts what is known: history has to tell. */
  isLossy: boolean;
  /** Messages of which the wire told only part. */
  readonly incomplete: string[];
}

/**
 * Takes a batch into the transcript, cursor included, in one synchronous step (DESIGN §2.4). `isRetold`: it
 * belongs to a turn that began earlier.
 */
export function commitEvents(
  events: readonly ConversationEvent[],
  { conversationId, transcript, diagnostics, setStatus }: CommitTarget,
  position: Position,
  isRetold = false,
): Commit {
  const commit: Commit = { isLossy: false, incomplete: [] };
  /** At this very place something may be missing: what follows in the batch comes after the hole. */
  const lose = (): void => {
    transcript.holes.lose();
    commit.isLossy = true;
  };
  const object = (objection: Objection | undefined): void => {
    if (!objection) return;
    diagnostics.note(objection);
    lose();
  };
  for (const event of events) {
    const message = 'message' in event ? event.message : undefined;
    if (message && message.conversationId !== conversationId) {
      diagnostics.note('foreign_message');
      continue;
    }
    // As in history: a row without an id could not be told from the next one.
    if (message?.id === '') {
      diagnostics.note('malformed_event');
      continue;
    }
    if (message?.isIncomplete) commit.incomplete.push(message.id);
    switch (event.type) {
      case 'message-deleted':
        transcript.remove(event.messageId);
        break;
      case 'cursor':
        position.cursor = event.cursor;
        break;
      case 'open':
        position.cursor ??= event.cursor;
        break;
      case 'status':
        setStatus({ status: event.status, detail: event.detail });
        break;
      case 'diagnostic':
        diagnostics.note(event.code, event.detail);
        if (event.isLossy) lose();
        break;
      case 'retry':
        break;
      case 'message':
        object(transcript.applyLive(event.message));
        break;
      case 'message-start':
      case 'message-end':
      case 'part-set':
      case 'part-delta':
        object(transcript.applyStreamed(event, isRetold));
        break;
    }
  }
  return commit;
}
