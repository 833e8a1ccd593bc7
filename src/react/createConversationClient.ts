import {
  createConversationClient as createCoreClient,
  type ConversationClient,
  type ConversationClientOptions,
} from '../core/index.ts';
import { browserEnvironment } from './browserEnvironment.ts';

/**
 * Creates the client that a `ConversationProvider` shares: one per user session, one per request on a
 * server. Core's own, with the frames, wake-ups and network state of the browser.
 */
export function createConversationClient<TMetadata = unknown>(
  options: ConversationClientOptions<TMetadata>,
): ConversationClient<TMetadata> {
  return createCoreClient({ environment: browserEnvironment, ...options });
}
