'use client';
import { useContext, useMemo } from 'react';
import { ConversationError, type Conversation } from '../core/index.ts';
import { ConversationIdContext } from './ConversationIdContext.ts';
import { createIdleConversation } from './idleConversation.ts';
import { useClient } from './useClient.ts';

/**
 * The shared handle of the given conversation, else of the nearest `<Conversation>`; an idle one for
 * `null`. Joins nothing.
 */
export function useHandle<TMetadata>(
  conversationId: string | null | undefined,
): Conversation<TMetadata> {
  const client = useClient();
  const nearestId = useContext(ConversationIdContext);
  const id = conversationId === undefined ? nearestId : conversationId;
  if (id === undefined) throw missingId();
  const handle = useMemo(
    () => (id === null ? createIdleConversation(client.transport) : client.conversation(id)),
    [client, id],
  );
  // What a message's metadata is, only the caller knows: the provider's client has lost the type.
  return handle as Conversation<TMetadata>;
}

function missingId(): ConversationError {
  return new ConversationError(
    'invalid_argument',
    'A conversation hook or component got no conversation id, so it cannot know what to show. Pass the id (null while it is not known yet), or wrap this part of the app in <Conversation id="…">.',
  );
}
