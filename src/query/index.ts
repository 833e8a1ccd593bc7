export { conversationKeys, type KeyedTransport } from './conversationKeys.ts';
export type { ConversationsKey, MessagesKey } from './conversationKeys.ts';
export { selectCachedMessages, type ConversationPages } from './conversationPages.ts';
export {
  conversationQuery,
  type ConversationQuery,
  type ConversationQueryOptions,
} from './conversationQuery.ts';
export { createQueryHistory } from './createQueryHistory.ts';
export { prefetchConversation } from './prefetchConversation.ts';
