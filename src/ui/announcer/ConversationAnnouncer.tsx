'use client';
import { useContext, type ReactElement, type ReactNode } from 'react';
import { AnnouncerContext } from './AnnouncerContext.ts';
import { LiveRegions } from './LiveRegions.tsx';
import type { SpeechProps } from './speech.ts';
import { useSpokenConversation } from './useSpokenConversation.ts';

export interface ConversationAnnouncerProps extends SpeechProps {
  /** Default: the nearest `<Conversation>`. */
  readonly conversationId?: string | null | undefined;
  /** What is below says things with `useAnnounce`. */
  readonly children?: ReactNode;
}

/**
 * Says to people who use a screen reader what others see happen: answers once they are whole, the connection,
 * errors, approvals. Never tokens, older messages or one's own typing (EXPERIENCE §4). Reads, joins nothing.
 * `<ConversationFeed>` and `<ChatTranscript>` have one; of several for a conversation the first one speaks.
 */
export function ConversationAnnouncer({
  children,
  ...props
}: ConversationAnnouncerProps): ReactElement {
  // Inside another one, as a transcript is in a feed, that one's regions are used.
  const isInside = useContext(AnnouncerContext) !== null;
  const spoken = (
    <>
      {children}
      <SpokenConversation {...props} />
    </>
  );
  return isInside ? spoken : <LiveRegions>{spoken}</LiveRegions>;
}

function SpokenConversation({
  conversationId,
  ...props
}: Omit<ConversationAnnouncerProps, 'children'>): null {
  useSpokenConversation(conversationId, props);
  return null;
}
