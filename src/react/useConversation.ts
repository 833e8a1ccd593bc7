'use client';
import type { Conversation } from '../core/index.ts';
import { useHandle } from './useHandle.ts';
import { useJoin, type JoinOptions } from './useJoin.ts';

export interface UseConversationOptions extends JoinOptions {}

/** The shared handle, for imperative use: stable, and never a reason to render. */
export function useConversation<TMetadata = unknown>(
  conversationId?: string | null,
  options?: UseConversationOptions,
): Conversation<TMetadata> {
  const conversation = useHandle<TMetadata>(conversationId);
  useJoin(conversation, options);
  return conversation;
}
