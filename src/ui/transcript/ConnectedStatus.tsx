'use client';
import type { ReactElement } from 'react';
import {
  selectMessage,
  useConversation,
  useConversationStream,
  type Conversation,
} from '../../react/index.ts';
import { getAuthorKind } from '../message/authorName.ts';
import type { TranscriptComponents } from './components.ts';
import { isWithPerson } from './escalation.ts';
import { useIsAnswerDue } from './useIsAnswerDue.ts';

export interface ConnectedStatusProps {
  readonly components: Pick<TranscriptComponents, 'TypingIndicator' | 'EscalationNotice'>;
}

const joinsNothing = { enabled: false } as const;

/** What is going on behind the last row of the nearest conversation: an answer being made, a person on the way. */
export function ConnectedStatus({
  components: { TypingIndicator, EscalationNotice },
}: ConnectedStatusProps): ReactElement {
  const { conversationStatus } = useConversationStream(undefined, joinsNothing);
  const conversation = useConversation(undefined, joinsNothing);
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
