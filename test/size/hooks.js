// What an app loads that shows conversations of BimpeAI with the hooks: the provider, every hook, the client and
// the transport. Not `streamMessages`, `streamTurn`, `readEventStream` or the prefetch of servers: who uses one of
// those loads it besides.
export {
  Conversation,
  ConversationProvider,
  createConversationClient,
  useConnection,
  useConversation,
  useConversationStream,
  useMessage,
  useMessageKeys,
  useMessages,
  useSuspenseMessages,
  useTurn,
} from '../../dist/index.js';
export { createBimpeTransport } from '../../dist/transports/bimpe/index.js';
