import { toConversationError } from '../model/conversationError.ts';
import type { ConversationParts } from './conversationParts.ts';
import { loadOlder } from './loadOlder.ts';
import type { TranscriptAccess } from './readRun.ts';

/** Loads a page before the oldest row, one at a time. */
export interface OlderLoader {
  readonly isLoading: boolean;
  load(): Promise<void>;
}

export function createOlderLoader(
  access: TranscriptAccess & ConversationParts,
  onChange: () => void,
): OlderLoader {
  let loading: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    const signal = access.getSignal();
    try {
      await loadOlder(access, signal, access.onCommit);
    } catch (error) {
      if (!signal.aborted) throw toConversationError(error, 'invalid_response');
    } finally {
      loading = undefined;
    }
  };
  return {
    get isLoading() {
      return loading !== undefined;
    },
    load() {
      loading ??= run();
      onChange();
      return loading;
    },
  };
}
