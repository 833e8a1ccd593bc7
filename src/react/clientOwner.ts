import type { ConversationClient, ConversationTransport } from '../core/index.ts';
import {
  createConversationClient,
  type ConversationClientOptions,
} from './createConversationClient.ts';

export type ClientSource = Pick<ConversationClientOptions, 'transport' | 'queryClient'>;

/** Makes a client for a provider and ends it with the provider, as an external store whose value is that client. */
export interface ClientOwner {
  readonly source: ClientSource;
  readonly getClient: () => ConversationClient;
  /** Holds the client. The returned release disposes it, unless it is held again at once. */
  readonly subscribe: (onChange: () => void) => () => void;
}

/* Owners whose provider was rendered, but not mounted yet. */
const unmounted = new WeakMap<ConversationTransport, ClientOwner>();

/**
 * The owner for a provider's first render. When something below suspends, React forgets that render and
 * begins anew: with another client, what was read for it would be read again, for ever. A server keeps it.
 */
export function findClientOwner(source: ClientSource): ClientOwner {
  const { transport, queryClient } = source;
  const waiting = unmounted.get(transport);
  if (waiting && waiting.source.queryClient === queryClient) return waiting;
  const owner = createClientOwner(source);
  if (typeof document !== 'undefined') unmounted.set(transport, owner);
  return owner;
}

function createClientOwner(source: ClientSource): ClientOwner {
  let client = createConversationClient(source);
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
    source,
    getClient: () => client,
    subscribe(onChange) {
      holders += 1;
      unmounted.delete(source.transport);
      if (isDisposed) {
        // A hidden <Activity> is unmounted as far as effects tell, and has come back.
        isDisposed = false;
        client = createConversationClient(source);
        onChange();
      }
      return release;
    },
  };
}
