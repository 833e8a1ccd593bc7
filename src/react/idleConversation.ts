import {
  ConversationError,
  type Conversation,
  type ConversationState,
  type ConversationTransport,
} from '../core/index.ts';

const idleState: ConversationState = {
  conversationId: '',
  status: 'ready',
  error: undefined,
  connection: { status: 'idle', attempt: 0 },
  continuity: 'paused',
  conversationStatus: undefined,
  isPending: true,
  hasOlderMessages: false,
  isLoadingOlderMessages: false,
  gaps: [],
  capabilities: {
    canSend: false,
    canStop: false,
    canRegenerate: false,
    canAttach: false,
    canApprove: false,
    isSendIdempotent: false,
    history: 'whole',
  },
  keys: [],
  revision: 0,
};

const store: Conversation['store'] = {
  getState: () => idleState,
  getInitialState: () => idleState,
  setState: () => {},
  subscribe: () => doNothing,
};

const diagnostics = new Map<never, number>();

function doNothing(): void {}

async function resolveNothing(): Promise<void> {}

async function refuse(): Promise<never> {
  throw new ConversationError(
    'invalid_argument',
    'There is no conversation yet: its id is null. Wait for the id before sending or changing anything.',
  );
}

const actions = {
  connect: () => doNothing,
  subscribeMessage: () => doNothing,
  sendMessage: refuse,
  retryMessage: refuse,
  discardMessage: doNothing,
  stop: resolveNothing,
  regenerate: refuse,
  respondToApproval: refuse,
  loadOlderMessages: resolveNothing,
  reconcile: resolveNothing,
  reconnect: doNothing,
  disconnect: doNothing,
  holdMessages: () => doNothing,
  getDiagnostics: () => diagnostics,
};

/** What hooks hold while the id is `null`: no messages, no connection, sends refused. */
export function createIdleConversation(transport: ConversationTransport): Conversation {
  return { id: '', store, transport, ...actions };
}
