import type { QueryClient } from '@tanstack/react-query';
import type { ConversationTransport } from '../core/index.ts';
import { conversationQuery, type ConversationQueryOptions } from './conversationQuery.ts';

/**
 * Reads the newest page into the cache, unless something is there: on a server before it renders (then
 * `dehydrate`), or in a browser before a conversation is opened. Never rejects, as TanStack's prefetches do not.
 */
export async function prefetchConversation(
  queryClient: QueryClient,
  transport: ConversationTransport,
  conversationId: string,
  options?: ConversationQueryOptions,
): Promise<void> {
  await queryClient.prefetchInfiniteQuery(conversationQuery(transport, conversationId, options));
}
