import type { Query, QueryClient } from '@tanstack/react-query';
import type { HistoryChange } from '../core/index.ts';

/** A mounted conversation: brings the cache up to date when asked. */
export type Follower = (change: HistoryChange) => Promise<void>;

/* Of all clients on one query client: whoever fetches finds the conversation that is mounted. */
const registries = new WeakMap<QueryClient, Map<string, Set<Follower>>>();

/** Returns the removal. */
export function addFollower(
  client: QueryClient,
  queryHash: string,
  follower: Follower,
): () => void {
  const registry = registries.get(client) ?? new Map<string, Set<Follower>>();
  registries.set(client, registry);
  const followers = registry.get(queryHash) ?? new Set();
  registry.set(queryHash, followers.add(follower));
  return () => {
    followers.delete(follower);
    if (followers.size === 0) registry.delete(queryHash);
  };
}

export function findFollower(
  client: QueryClient,
  query: Pick<Query, 'queryHash'>,
): Follower | undefined {
  const [follower] = registries.get(client)?.get(query.queryHash) ?? [];
  return follower;
}
