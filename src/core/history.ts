import type { Message, ServerMessage } from './model/message.ts';
import { dropOldest } from './transcript/dropOldest.ts';

/** A settled message as it is cached: plain JSON, with the `key` of its row. */
export interface StoredMessage extends ServerMessage {
  readonly key: string;
  /** Known by the receipt of its send alone: something may be missing before it. */
  readonly isUnheard?: true;
}

/** A local send the server has not confirmed, kept so that a reload can offer it again. */
export interface StoredSend {
  readonly key: string;
  readonly idempotencyKey: string;
  readonly parts: Message['parts'];
  /** Epoch ms, by the local clock. */
  readonly createdAt: number;
  /** The server's order of the newest message known when it was sent. */
  readonly floor: number | undefined;
  /** A request for it ended without a clear answer: the server may have it. */
  readonly mayBeStored: boolean;
}

/** What is held of one conversation: a contiguous stretch ending at the newest message known. Plain JSON. */
export interface HistorySnapshot {
  /** Oldest first. */
  readonly messages: readonly StoredMessage[];
  readonly hasOlderMessages: boolean;
  readonly olderCursor?: string;
  /** Where the feed may resume. */
  readonly feedCursor?: string;
  readonly unsent?: readonly StoredSend[];
}

/** `replaced`: others put something else there. `invalidated`: they say it may be wrong, or took it away. */
export type HistoryChange = 'replaced' | 'invalidated';

/**
 * Where core keeps what it has read, so that the next mount shows it at once. Core reads and writes; it
 * alone decides about requests. Implementations: in memory (here) and TanStack Query (`query`).
 */
export interface HistorySource {
  /** What is held now, synchronously; `undefined` when nothing is. */
  read(scope: string, conversationId: string): HistorySnapshot | undefined;
  write(scope: string, conversationId: string, snapshot: HistorySnapshot): void;
  /**
   * The conversation is in use until the returned unsubscribe. Calls back when someone other than core
   * changed or invalidated what is held; the promise resolves once core has asked the server and written.
   */
  subscribe?(
    scope: string,
    conversationId: string,
    onChange: (change: HistoryChange) => Promise<void>,
  ): () => void;
}

/** Keeps the last `maxConversations` (default 50) conversations in memory. */
export function createMemoryHistory(maxConversations = 50): HistorySource {
  const held = new Map<string, HistorySnapshot>();
  const keyOf = (scope: string, id: string): string => JSON.stringify([scope, id]);
  return {
    read: (scope, id) => held.get(keyOf(scope, id)),
    write(scope, id, snapshot) {
      const key = keyOf(scope, id);
      // Re-inserting moves the key to the end: the first one is the least recently written.
      held.delete(key);
      held.set(key, snapshot);
      dropOldest(held, maxConversations);
    },
  };
}
