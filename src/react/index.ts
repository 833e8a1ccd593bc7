export type * from '../core/index.ts';
export { getMessageText, selectMessage } from '../core/index.ts';
export { Conversation, type ConversationProps } from './Conversation.tsx';
export { ConversationProvider, type ConversationProviderProps } from './ConversationProvider.tsx';
export {
  createConversationClient,
  type ConversationClientOptions,
} from './createConversationClient.ts';
export {
  useConnection,
  type UseConnectionOptions,
  type UseConnectionResult,
} from './useConnection.ts';
export { useConversation, type UseConversationOptions } from './useConversation.ts';
export {
  useConversationStream,
  type UseConversationStreamOptions,
  type UseConversationStreamResult,
} from './useConversationStream.ts';
export { useMessage, type UseMessageOptions } from './useMessage.ts';
export { useMessageKeys, type UseMessageKeysOptions } from './useMessageKeys.ts';
export { useMessages, type UseMessagesOptions, type UseMessagesResult } from './useMessages.ts';
export {
  useSuspenseMessages,
  type UseSuspenseMessagesOptions,
  type UseSuspenseMessagesResult,
} from './useSuspenseMessages.ts';
export { useTurn, type UseTurnOptions, type UseTurnResult } from './useTurn.ts';
