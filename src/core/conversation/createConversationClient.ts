import { createPlainEnvironment, systemClock } from '../environment.ts';
import { createMemoryHistory } from '../history.ts';
import { ConversationError } from '../model/conversationError.ts';
import type {
  Conversation,
  ConversationClient,
  ConversationClientOptions,
} from './conversation.ts';
import {
  createConversation,
  type ConversationContext,
  type OwnedConversation,
} from './createConversation.ts';

/**
 * The registry: one handle, one store and one connection per conversation id, shared by everyone who asks.
 * Nothing is requested before somebody connects.
 */
export function createConversationClient<TMetadata = unknown>(
  options: ConversationClientOptions<TMetadata>,
): ConversationClient<TMetadata> {
  const { transport, clock = systemClock, random = Math.random } = options;
  // Handles nobody holds may be collected; what they read stays in the history cache.
  const handles = new Map<string, WeakRef<OwnedConversation>>();
  // Ids of handles that are gone go, too: a long session opens many conversations.
  const collected = new FinalizationRegistry<string>((id) => {
    if (!handles.get(id)?.deref()) handles.delete(id);
  });
  const connected = new Set<OwnedConversation>();
  const shared: Omit<ConversationContext, 'onAudience'> = {
    transport,
    clock,
    random,
    history: options.history ?? createMemoryHistory(),
    environment: options.environment ?? createPlainEnvironment(clock),
    pageSize: options.pageSize ?? 20,
    maxMessages: options.maxMessages ?? 2_000,
    onMessage: options.onMessage as ConversationContext['onMessage'],
    onDiagnostic: options.onDiagnostic,
  };
  const ending = new AbortController();
  let isDisposed = false;

  const create = (id: string): OwnedConversation => {
    const handle: OwnedConversation = createConversation(id, {
      ...shared,
      onAudience(audience) {
        if (audience === 'none') connected.delete(handle);
        else connected.add(handle);
      },
    });
    if (isDisposed) handle.dispose();
    handles.set(id, new WeakRef(handle));
    collected.register(handle, id);
    return handle;
  };
  const find = (id: string): OwnedConversation => {
    if (id === '')
      throw new ConversationError(
        'invalid_argument',
        'A conversation id must not be empty. Pass null to a hook while there is none.',
      );
    return handles.get(id)?.deref() ?? create(id);
  };
  return {
    transport,
    conversation: (id) => find(id) as Conversation<TMetadata>,
    prefetch: (id) => find(id).prefetch(ending.signal),
    dispose() {
      isDisposed = true;
      ending.abort();
      for (const handle of handles.values()) handle.deref()?.dispose();
      handles.clear();
    },
  };
}
