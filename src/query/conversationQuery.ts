import type { DataTag, UndefinedInitialDataInfiniteOptions } from '@tanstack/react-query';
import type { ConversationError, ConversationTransport, HistorySnapshot } from '../core/index.ts';
import { conversationKeys, type MessagesKey } from './conversationKeys.ts';
import type { ConversationPages } from './conversationPages.ts';
import { readConversationPage } from './readConversationPage.ts';

export interface ConversationQueryOptions {
  /** Messages per page. Default 20. */
  readonly pageSize?: number | undefined;
}

/** Options for TanStack Query's hooks and methods of infinite queries, typed. */
export interface ConversationQuery extends Omit<
  UndefinedInitialDataInfiniteOptions<
    HistorySnapshot,
    ConversationError,
    ConversationPages,
    MessagesKey,
    string | null
  >,
  'queryKey'
> {
  queryKey: DataTag<MessagesKey, ConversationPages, ConversationError>;
}

/**
 * The cached conversation for other parts of an app: `useInfiniteQuery(conversationQuery(…))`,
 * `ensureInfiniteQueryData`, and so on. While the conversation is mounted anywhere, it shows what the
 * transcript holds (a second later at the most) and a refetch is a reconcile; pages fetched here appear in
 * the transcript. Otherwise a fetch is one request, joined to what is held; core's rules decide about
 * retries, and nothing is fetched again unless it is invalidated.
 */
export function conversationQuery(
  transport: ConversationTransport,
  conversationId: string,
  { pageSize }: ConversationQueryOptions = {},
): ConversationQuery {
  return {
    queryKey: conversationKeys.messages(transport, conversationId) as ConversationQuery['queryKey'],
    queryFn: (context) => readConversationPage(context, { transport, conversationId, pageSize }),
    initialPageParam: null,
    getNextPageParam: ({ hasOlderMessages, olderCursor = '' }) =>
      hasOlderMessages ? olderCursor : undefined,
    staleTime: Infinity,
    retry: false,
    refetchOnMount: false,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
    refetchInterval: false,
    networkMode: 'always',
    structuralSharing: false,
  };
}
