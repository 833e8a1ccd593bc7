import type { HistoryChange, HistorySnapshot, StoredMessage } from '../history.ts';
import type { ServerMessage } from '../model/message.ts';
import { isDeepEqual } from '../transcript/isDeepEqual.ts';
import { createRunItems } from '../transcript/run.ts';
import type { Transcript } from '../transcript/transcript.ts';
import type { ConversationParts } from './conversationParts.ts';
import type { CacheWriter } from './createCacheWriter.ts';

export interface FollowHistoryOptions extends ConversationParts {
  readonly cache: CacheWriter;
  readonly readHeld: () => HistorySnapshot | undefined;
  /** Shows what is held, if nothing is shown yet. */
  readonly seed: () => void;
  /** Reads history from its newest end. */
  readonly reconcile: () => Promise<void>;
}

/**
 * Asked by the history source when others changed or invalidated what is held (DESIGN §5.10). What they put
 * there never beats what is known here: it adds to it, and the server is asked.
 */
export function createHistoryFollower(
  options: FollowHistoryOptions,
): (change: HistoryChange) => Promise<void> {
  const { transcript, cache } = options;
  const merge = (held: HistorySnapshot): void => {
    if (transcript.size === 0) options.seed();
    else transcript.applyRun(toRun(held));
    options.onCommit();
    // At once: nobody may read a cache that lacks what is shown.
    cache.write();
  };
  return async (change) => {
    const held = change === 'replaced' ? options.readHeld() : undefined;
    if (held) {
      // Two caches that tell each other what they hold come to rest.
      if (isDeepEqual(held.messages, transcript.readStored().messages)) return;
      merge(held);
    }
    await options.reconcile();
    cache.flush();
  };
}

/** Later than what was seeded (0), earlier than any request (from 1 on). */
const beforeAnyRequest = 0.5;

function toRun(held: HistorySnapshot): Parameters<Transcript['applyRun']>[0] {
  const end = held.messages.findIndex(({ isUnheard }) => isUnheard);
  const proven = end < 0 ? held.messages : held.messages.slice(0, end);
  return {
    items: createRunItems(proven.map(withoutKey), beforeAnyRequest),
    asOf: beforeAnyRequest,
    hasOlder: held.hasOlderMessages,
    olderCursor: held.olderCursor,
    isNewest: false,
    isProof: false,
  };
}

function withoutKey(stored: StoredMessage): ServerMessage {
  const { key: _key, isUnheard: _isUnheard, ...message } = stored;
  return message;
}
