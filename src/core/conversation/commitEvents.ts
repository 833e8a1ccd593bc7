import type { ConversationEvent } from '../model/conversationEvent.ts';
import type { ConversationStatus } from '../model/conversationState.ts';
import type { ServerMessage } from '../model/message.ts';
import type { Objection, Transcript } from '../transcript/transcript.ts';
import type { Diagnostics } from './createDiagnostics.ts';

/** Where the feed stands and what it said besides messages. Written together with the transcript. */
export interface FeedPosition {
  cursor: string | undefined;
  conversationStatus: ConversationStatus | undefined;
}

export interface Commit {
  /** An event could not be read, or contradicts what is known: history has to tell. */
  isLossy: boolean;
  /** Messages of which the wire told only part. */
  readonly incomplete: string[];
}

/** Takes a batch into the transcript, cursor included, in one synchronous step (DESIGN §2.4). */
export function commitEvents(
  events: readonly ConversationEvent[],
  conversationId: string,
  transcript: Transcript,
  position: FeedPosition,
  diagnostics: Diagnostics,
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
  const takeMessage = (
    message: ServerMessage,
    apply: (message: ServerMessage) => Objection | undefined,
  ): void => {
    if (message.conversationId !== conversationId) {
      diagnostics.note('foreign_message');
      return;
    }
    object(apply(message));
    if (message.isIncomplete) commit.incomplete.push(message.id);
  };
  for (const event of events) {
    switch (event.type) {
      case 'message':
        takeMessage(event.message, (message) => transcript.applyLive(message));
        break;
      case 'message-start':
        takeMessage(event.message, (message) => transcript.startMessage(message));
        break;
      case 'message-deleted':
        transcript.remove(event.messageId);
        break;
      case 'part-set':
      case 'part-delta':
        object(transcript.applyPart(event));
        break;
      case 'message-end':
        object(transcript.endMessage(event));
        break;
      case 'cursor':
        position.cursor = event.cursor;
        break;
      case 'open':
        position.cursor ??= event.cursor;
        break;
      case 'status':
        position.conversationStatus = { status: event.status, detail: event.detail };
        break;
      case 'diagnostic':
        diagnostics.note(event.code, event.detail);
        if (event.isLossy) lose();
        break;
      case 'retry':
        break;
    }
  }
  return commit;
}
