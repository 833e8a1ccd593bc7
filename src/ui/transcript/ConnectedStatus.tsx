'use client';
import type { ReactElement } from 'react';
import { useConversationStream } from '../../react/index.ts';
import { useIsAnswerDue } from './useIsAnswerDue.ts';
import type { TranscriptComponents } from './components.ts';
import { isWithPerson } from './escalation.ts';

export interface ConnectedStatusProps {
  readonly components: Pick<TranscriptComponents, 'TypingIndicator' | 'EscalationNotice'>;
}

/** What is going on behind the last row of the nearest conversation: an answer being made, a person on the way. */
export function ConnectedStatus({
  components: { TypingIndicator, EscalationNotice },
}: ConnectedStatusProps): ReactElement {
  const { conversationStatus } = useConversationStream(undefined, { enabled: false });
  const isAnswerDue = useIsAnswerDue();
  return (
    <>
      <EscalationNotice status={conversationStatus} />
      {isAnswerDue && !isWithPerson(conversationStatus) && <TypingIndicator />}
    </>
  );
}
