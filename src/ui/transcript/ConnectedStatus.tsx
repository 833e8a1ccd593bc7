'use client';
import type { ReactElement } from 'react';
import { selectMessage, type Conversation } from '../../react/index.ts';
import { getAuthorKind } from '../message/authorName.ts';
import type { TranscriptComponents } from './components.ts';
import { isWithPerson } from './escalation.ts';
import { useIsAnswerDue } from './useIsAnswerDue.ts';
import { usePassiveConversation, usePassiveStream } from '../usePassive.ts';

export interface ConnectedStatusProps {
  readonly components: Pick<TranscriptComponents, 'TypingIndicator' | 'EscalationNotice'>;
}

/** What is going on behind the last row of the nearest conversation: an answer being made, a person on the way. */
export function ConnectedStatus({
  components: { TypingIndicator, EscalationNotice },
}: ConnectedStatusProps): ReactElement {
  const { conversationStatus } = usePassiveStream();
  const conversation = usePassiveConversation();
  const isAnswerDue = useIsAnswerDue();
  return (
    <>
      <EscalationNotice status={conversationStatus} />
      {isAnswerDue && !isWithPerson(conversationStatus) && (
        <TypingIndicator author={findAgentName(conversation)} />
      )}
    </>
  );
}

/** The name of the agent who spoke last. */
function findAgentName({ store }: Conversation): string | undefined {
  const state = store.getState();
  const key = state.keys.findLast((key) => {
    const message = selectMessage(state, key);
    return message !== undefined && getAuthorKind(message) === 'agent';
  });
  return key === undefined ? undefined : selectMessage(state, key)?.author?.name;
}
