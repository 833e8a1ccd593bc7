'use client';
import type { ComponentType, ReactNode } from 'react';
import type { ConversationClient } from '../../core/index.ts';
import { Conversation, ConversationProvider } from '../../react/index.ts';

/** What of a `TestConversation` the wrapper needs. */
export interface WrappedConversation {
  readonly id: string;
  readonly client: ConversationClient;
}

/**
 * The `wrapper` for Testing Library's `render` and `renderHook`: provider and conversation.
 *
 * ```tsx
 * const test = createTestConversation({ messages: ['Hello'], act });
 * render(<Chat />, { wrapper: createConversationWrapper(test) });
 * await test.advance();
 * ```
 */
export function createConversationWrapper({
  id,
  client,
}: WrappedConversation): ComponentType<{ readonly children?: ReactNode }> {
  return function ConversationWrapper({ children }) {
    return (
      <ConversationProvider client={client}>
        <Conversation id={id}>{children}</Conversation>
      </ConversationProvider>
    );
  };
}
