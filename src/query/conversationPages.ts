import type { InfiniteData } from '@tanstack/react-query';
import type { HistorySnapshot, StoredMessage } from '../core/index.ts';

/**
 * What a query holds of a conversation: plain JSON, in the shape of an infinite list. The newest page comes
 * first, the messages within a page oldest first. A mounted conversation keeps all it holds in one page;
 * `fetchNextPage` of an infinite list adds older ones.
 */
export type ConversationPages = InfiniteData<HistorySnapshot, string | null>;

/**
 * The messages of a cached conversation in one list, oldest first: for `select`.
 *
 * ```tsx
 * const { data = [], fetchNextPage, hasNextPage } = useInfiniteQuery({
 *   ...conversationQuery(transport, conversationId),
 *   select: selectCachedMessages,
 * });
 * ```
 */
export function selectCachedMessages({ pages }: ConversationPages): readonly StoredMessage[] {
  return pages.toReversed().flatMap(({ messages }) => messages);
}

/** The pages as one stretch; `undefined` for what is none, as an old version may have persisted it. */
export function joinPages(data: ConversationPages | undefined): HistorySnapshot | undefined {
  if (!Array.isArray(data?.pages) || !data.pages.every(isPage)) return undefined;
  const [newest] = data.pages;
  const oldest = data.pages.at(-1);
  if (!newest || !oldest) return undefined;
  const { feedCursor, unsent } = newest;
  return {
    ...oldest,
    messages: selectCachedMessages(data),
    ...(feedCursor === undefined ? {} : { feedCursor }),
    ...(unsent === undefined ? {} : { unsent }),
  };
}

/** One page with everything: what a conversation writes. */
export function toPages(snapshot: HistorySnapshot): ConversationPages {
  return { pages: [snapshot], pageParams: [null] };
}

function isPage(page: unknown): boolean {
  return Array.isArray((page as HistorySnapshot | null)?.messages);
}
