import type { ConversationContext, OwnedConversation } from './createConversation.ts';
import { callSafely } from './callSafely.ts';
import { readHistory } from './readHistory.ts';

type PrefetchContext = Pick<
  ConversationContext,
  'transport' | 'history' | 'clock' | 'random' | 'pageSize'
>;

/** Fills the cache with the first page, unless something is held, and the handle from the cache. */
export async function prefetchConversation(
  conversation: OwnedConversation,
  context: PrefetchContext,
  signal: AbortSignal,
): Promise<void> {
  const { id, store } = conversation;
  const { transport, history } = context;
  conversation.refill();
  if (!store.getState().isPending) return;
  const snapshot = await readHistory(transport, { ...context, conversationId: id, signal });
  // What a visit wrote meanwhile is newer.
  const held = history.read(transport.scope, id);
  if (!held) callSafely(() => history.write(transport.scope, id, snapshot));
  conversation.refill(held ?? snapshot);
}
