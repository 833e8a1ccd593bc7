import {
  InfiniteQueryObserver,
  type QueryCacheNotifyEvent,
  type QueryClient,
} from '@tanstack/react-query';
import type { ConversationTransport, HistoryChange, HistorySource } from '../core/index.ts';
import { conversationKeys, type MessagesKey } from './conversationKeys.ts';
import { joinPages, toPages, type ConversationPages } from './conversationPages.ts';
import { conversationQuery, type ConversationQueryOptions } from './conversationQuery.ts';
import { addFollower } from './followers.ts';

/* Events come during the write that causes them: those are nobody's news. */
let isWriting = false;

/**
 * Keeps history in TanStack Query: cached, persisted, hydrated, invalidated and shown in the devtools like
 * any other query, with one observer per mounted conversation. Core alone decides about requests.
 */
export function createQueryHistory(
  queryClient: QueryClient,
  transport: ConversationTransport,
  options?: ConversationQueryOptions,
): HistorySource {
  const { name } = transport;
  const keyOf = (scope: string, conversationId: string): MessagesKey =>
    conversationKeys.messages({ name, scope }, conversationId);
  /** Taken out of the cache while mounted, at a logout say: nothing of it is put back. */
  const removed = new Set<string>();

  const write = (queryKey: MessagesKey, pages: ConversationPages): void => {
    isWriting = true;
    try {
      queryClient.setQueryData<ConversationPages>(queryKey, pages);
    } finally {
      isWriting = false;
    }
  };
  return {
    read: (scope, id) => joinPages(queryClient.getQueryData<ConversationPages>(keyOf(scope, id))),
    write(scope, id, snapshot) {
      const queryKey = keyOf(scope, id);
      if (!removed.has(JSON.stringify(queryKey))) write(queryKey, toPages(snapshot));
    },
    subscribe(scope, id, onChange) {
      const queryKey = keyOf(scope, id);
      const own = JSON.stringify(queryKey);
      removed.delete(own);
      // What is no conversation, such as an older version left there, is in the way of an observer.
      const data = queryClient.getQueryData<ConversationPages>(queryKey);
      if (data !== undefined && !joinPages(data))
        queryClient.removeQueries({ queryKey, exact: true });
      const observer = new InfiniteQueryObserver(queryClient, {
        ...conversationQuery(transport, id, options),
        queryKey,
        // Before the first page there is nothing to refetch: core is reading it.
        enabled: ({ state }) => state.data !== undefined,
      });
      const { queryHash } = observer.getCurrentQuery();
      const stops = [
        observer.subscribe(() => {}),
        addFollower(queryClient, queryHash, onChange),
        queryClient.getQueryCache().subscribe((event) => {
          if (event.query.queryHash !== queryHash || isWriting) return;
          if (event.type === 'removed') removed.add(own);
          const change = readChange(event);
          if (change) void onChange(change);
        }),
      ];
      return () => {
        for (const stop of stops.toReversed()) stop();
      };
    },
  };
}

/** An invalidation that is to be answered comes as a fetch. */
function readChange(event: QueryCacheNotifyEvent): HistoryChange | undefined {
  if (event.type !== 'updated') return undefined;
  const { type } = event.action;
  if (type !== 'success' && type !== 'setState') return undefined;
  return event.query.state.data === undefined ? 'invalidated' : 'replaced';
}
