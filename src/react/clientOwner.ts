import type { ConversationClient, ConversationTransport } from '../core/index.ts';
import { createConversationClient } from './createConversationClient.ts';

/** Makes a client for a provider and ends it with the provider, as an external store whose value is that client. */
export interface ClientOwner {
  readonly transport: ConversationTransport;
  readonly getClient: () => ConversationClient;
  /** Holds the client. The returned release disposes it, unless it is held again at once. */
  readonly subscribe: (onChange: () => void) => () => void;
}

export function createClientOwner(transport: ConversationTransport): ClientOwner {
  let client = createConversationClient({ transport });
  let holders = 0;
  let isDisposed = false;
  const disposeIfFree = (): void => {
    if (holders > 0 || isDisposed) return;
    isDisposed = true;
    client.dispose();
  };
  const release = (): void => {
    holders -= 1;
    // StrictMode unmounts and mounts again in one go: only a release that lasts is the end.
    queueMicrotask(disposeIfFree);
  };
  return {
    transport,
    getClient: () => client,
    subscribe(onChange) {
      holders += 1;
      if (isDisposed) {
        // A hidden <Activity> is unmounted as far as effects tell, and has come back.
        isDisposed = false;
        client = createConversationClient({ transport });
        onChange();
      }
      return release;
    },
  };
}
