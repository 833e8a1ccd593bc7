'use client';
import {
  useConversation,
  useConversationStream,
  type Conversation,
  type UseConversationStreamResult,
} from '../react/index.ts';

/** For parts that read a conversation, and leave it to its transcript to join it. */
export const joinsNothing = { enabled: false } as const;

/** The conversation with this id, else the nearest; not joined. */
export function usePassiveConversation(id?: string | null): Conversation {
  return useConversation(id, joinsNothing);
}

/** What goes on in it; not joined either. */
export function usePassiveStream(id?: string | null): UseConversationStreamResult {
  return useConversationStream(id, joinsNothing);
}
