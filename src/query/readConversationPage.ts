import type { Query, QueryClient, QueryFunctionContext } from '@tanstack/react-query';
import { readHistory, type ConversationTransport, type HistorySnapshot } from '../core/index.ts';
import type { MessagesKey } from './conversationKeys.ts';
import { joinPages, type ConversationPages } from './conversationPages.ts';
import { findFollower } from './followers.ts';

export interface PageRequest {
  readonly transport: ConversationTransport;
  readonly conversationId: string;
  readonly pageSize?: number | undefined;
}

/** The query function of a conversation: its newest page (`null`), or the one before the oldest it holds. */
export function readConversationPage(
  { client, queryKey, pageParam, signal }: QueryFunctionContext<MessagesKey, string | null>,
  request: PageRequest,
): Promise<HistorySnapshot> {
  const query = findQuery(client, queryKey);
  if (pageParam === null) return readNewest(client, query, { ...request, signal });
  if (query.state.fetchMeta?.fetchMore) {
    const held = joinPages(query.state.data);
    return readHistory(request.transport, { ...request, held, isOlder: true, signal });
  }
  // All pages are fetched again, and the first one has brought everything that is held.
  return Promise.resolve(createEmptyPage(pageParam));
}

type ConversationQueryState = Query<unknown, Error, ConversationPages, MessagesKey>;
type Request = PageRequest & { readonly signal: AbortSignal };

async function readNewest(
  client: QueryClient,
  query: ConversationQueryState,
  { transport, ...request }: Request,
): Promise<HistorySnapshot> {
  const before = query.state.data;
  const held = joinPages(before);
  const follower = findFollower(client, query);
  // A mounted conversation reads for everybody: one request, and it writes what came meanwhile, too.
  if (follower) await follower('invalidated');
  const page = follower ? held : await readHistory(transport, { ...request, held });
  const now = query.state.data === before ? undefined : joinPages(query.state.data);
  // What a conversation wrote during the fetch is newer than the answer.
  return now ?? page ?? (await readHistory(transport, request));
}

/** `olderCursor` is empty where history goes on without one. */
function createEmptyPage(olderCursor: string): HistorySnapshot {
  return { messages: [], hasOlderMessages: true, ...(olderCursor && { olderCursor }) };
}

function findQuery(client: QueryClient, queryKey: MessagesKey): ConversationQueryState {
  // The query that is being fetched is there.
  return client
    .getQueryCache()
    .find({ queryKey, exact: true })! as unknown as ConversationQueryState;
}
