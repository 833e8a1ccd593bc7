export type * from './conversation/conversation.ts';
export type * from './environment.ts';
export type * from './history.ts';
export type * from './model/conversationEvent.ts';
export type * from './model/conversationState.ts';
export type * from './model/message.ts';
export type * from './model/messagePart.ts';
export type * from './transport.ts';
export { createMemoryHistory } from './history.ts';
export {
  ConversationError,
  isConversationError,
  toConversationError,
  type ConversationErrorCode,
  type ConversationErrorOptions,
} from './model/conversationError.ts';
export { getMessageText } from './model/getMessageText.ts';
export {
  toUIMessage,
  type UIMessageShape,
  type UIPartShape,
  type UIToolCallShape,
} from './model/toUIMessage.ts';
export { createConversationClient } from './conversation/createConversationClient.ts';
export { turns } from './conversation/turns.ts';
export { readHistory, type ReadHistoryOptions } from './conversation/readHistory.ts';
export { selectMessage, selectMessageKeys, selectMessages } from './conversation/selectMessages.ts';
export { createEqualJitter, createFullJitter, type Backoff } from './connection/backoff.ts';
export { defaultPolicy } from './connection/defaultPolicy.ts';
export {
  requestJson,
  sendRequest,
  type HeadersSource,
  type HttpRequest,
} from './connection/httpRequest.ts';
export { openEventStream, type EventStreamRequest } from './connection/openEventStream.ts';
export {
  readEventStream,
  type ReadEventStreamOptions,
  type StreamEvent,
} from './connection/readEventStream.ts';
export { streamMessages, type StreamMessagesOptions } from './streamMessages.ts';
export { streamTurn, type StreamTurnOptions, type TurnEvent } from './streamTurn.ts';
