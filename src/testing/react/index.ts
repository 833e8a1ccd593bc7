export {
  createConversationWrapper,
  type WrappedConversation,
} from './createConversationWrapper.tsx';
