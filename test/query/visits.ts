import { QueryClient, type Query } from '@tanstack/react-query';
import {
  conversationKeys,
  createQueryHistory,
  type ConversationPages,
} from 'react-conversation-stream';
import type { ConversationState, Environment } from 'react-conversation-stream/core';
import { createTestTransport } from '../helpers/bimpeTransport.ts';
import { openConversation, type OpenConversation } from '../helpers/openConversation.ts';
import type { BimpeServer } from '../helpers/startBimpe.ts';
import type { BimpeTransport } from 'react-conversation-stream/transports/bimpe';

export interface Visit extends OpenConversation {
  readonly queryClient: QueryClient;
  readonly transport: BimpeTransport;
  /** What the cache holds for this conversation. */
  query(): Query<ConversationPages>;
  cachedIds(): string[];
}

export interface VisitOptions {
  readonly queryClient?: QueryClient;
  readonly scope?: string;
  readonly id?: string;
  readonly environment?: Environment;
  readonly fetch?: typeof fetch;
}

const open = new Set<() => void>();

/** A connected conversation whose history is kept in a query client. */
export function visit(server: BimpeServer, options: VisitOptions = {}): Visit {
  const {
    queryClient = new QueryClient(),
    scope,
    environment,
    fetch,
    id = server.conversationId,
  } = options;
  const transport = createTestTransport(server, {
    ...(scope && { scope }),
    ...(fetch && { fetch }),
  });
  const history = createQueryHistory(queryClient, transport);
  const chat = openConversation({ transport, history, ...(environment && { environment }) }, id);
  open.add(() => {
    chat.client.dispose();
    queryClient.clear();
  });
  const queryKey = conversationKeys.messages(transport, id);
  const query = () => queryClient.getQueryCache().find<ConversationPages>({ queryKey })!;
  return {
    ...chat,
    queryClient,
    transport,
    query,
    cachedIds: () =>
      query()
        .state.data!.pages.toReversed()
        .flatMap((page) => page.messages.map(({ id }) => id)),
  };
}

/** Ends what a test opened. */
export function endVisits(): void {
  for (const end of open) end();
  open.clear();
}

export const isLive = ({ continuity }: ConversationState): boolean => continuity === 'live';

export function countHistory(server: BimpeServer): number {
  return server.log().filter(({ route }) => route === 'history').length;
}

/** A release acts in a microtask. */
export async function leave({ release }: OpenConversation): Promise<void> {
  release();
  await Promise.resolve();
}

/** A page whose network a test switches: without it every request fails. */
export function createNetwork(isOnline: boolean): Pick<
  Required<VisitOptions>,
  'environment' | 'fetch'
> & {
  setOnline(next: boolean): void;
} {
  let current = isOnline;
  const listeners = new Set<(reason: 'online' | 'offline') => void>();
  return {
    fetch: (...request) =>
      current ? fetch(...request) : Promise.reject(new TypeError('fetch failed')),
    setOnline(next) {
      current = next;
      for (const listener of listeners) listener(next ? 'online' : 'offline');
    },
    environment: {
      schedule(publish) {
        const timer = setTimeout(publish, 1);
        return () => clearTimeout(timer);
      },
      onWake(callback) {
        listeners.add(callback);
        return () => listeners.delete(callback);
      },
      isOnline: () => current,
    },
  };
}
