export { createScriptedTransport } from './createScriptedTransport.ts';
export { createSeededRandom } from './createSeededRandom.ts';
export {
  createTestConversation,
  type TestConversation,
  type TestConversationOptions,
} from './createTestConversation.ts';
export { createTestEnvironment, type TestEnvironment } from './createTestEnvironment.ts';
export { createTestMessages } from './createTestMessages.ts';
export { createVirtualClock, type VirtualClock } from './createVirtualClock.ts';
export type { RandomFaults, ScriptedFault, ScriptedRequestKind } from './scriptedFault.ts';
export type { ScriptedMessage, ScriptedMessageFields } from './scriptedMessage.ts';
export type { Replier, ReplyStep, ScriptedPace, ScriptedReply } from './scriptedReply.ts';
export type {
  ScriptedConditions,
  ScriptedRequest,
  ScriptedTransport,
  ScriptedTransportOptions,
} from './scriptedTransport.ts';
export { createTransportChecks } from './conformance/createTransportChecks.ts';
export type {
  ConformanceBackend,
  TransportCheck,
  TransportChecksOptions,
} from './conformance/transportChecks.ts';
