import type { QueryClient } from '@tanstack/react-query';
import {
  createConversationClient as createCoreClient,
  type ConversationClient,
  type ConversationClientOptions as CoreClientOptions,
} from '../core/index.ts';
import { createQueryHistory } from '../query/index.ts';
import { browserEnvironment } from './browserEnvironment.ts';

export interface ConversationClientOptions<
  TMetadata = unknown,
> extends CoreClientOptions<TMetadata> {
  /** Keeps history in this TanStack Query client, unless `history` is given. */
  readonly queryClient?: QueryClient | undefined;
}

/**
 * Creates the client that a `ConversationProvider` shares: one per user session, one per request on a
 * server. Core's own, with the frames, wake-ups and network state of the browser, and history in TanStack
 * Query where there is a query client.
 */
export function createConversationClient<TMetadata = unknown>({
  queryClient,
  ...options
}: ConversationClientOptions<TMetadata>): ConversationClient<TMetadata> {
  const { transport, pageSize } = options;
  return createCoreClient({
    environment: browserEnvironment,
    ...(queryClient && { history: createQueryHistory(queryClient, transport, { pageSize }) }),
    ...options,
  });
}
