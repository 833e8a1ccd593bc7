import type { ConversationTransport } from '../core/index.ts';

/** What of a transport is in a query key: never a secret. */
export type KeyedTransport = Pick<ConversationTransport, 'name' | 'scope'>;

export type ConversationsKey = readonly ['conversations', name: string, scope: string];
export type MessagesKey = readonly [...ConversationsKey, conversationId: string, 'messages'];

/**
 * Keys of what is cached, each a prefix of the next. Two servers, agents or users never share one: the
 * transport's `scope` is part of it.
 *
 * ```ts
 * queryClient.invalidateQueries({ queryKey: conversationKeys.messages(transport, id) }); // asks the server
 * queryClient.removeQueries({ queryKey: conversationKeys.scope(transport) });            // at logout
 * ```
 */
export const conversationKeys: {
  /** Every conversation of every backend. */
  readonly all: readonly ['conversations'];
  /** Every conversation of one server, agent and user. */
  readonly scope: (transport: KeyedTransport) => ConversationsKey;
  /** The messages of one conversation: `ConversationPages`. */
  readonly messages: (transport: KeyedTransport, conversationId: string) => MessagesKey;
} = {
  all: ['conversations'],
  scope: ({ name, scope }) => ['conversations', name, scope],
  messages: (transport, conversationId) => [
    ...conversationKeys.scope(transport),
    conversationId,
    'messages',
  ],
};
