'use client';
import { useMessage, useMessageKeys, useTurn, type Message } from '../../react/index.ts';
import { joinsNothing } from '../usePassive.ts';

const isTaken = ({ role, status }: Message): boolean => role === 'user' && status === 'complete';

/**
 * Is there evidence that an answer is being made of which nothing is here yet? The server has taken the newest
 * message, and its turn is open. A send that is on its way proves nothing, and no more does a feed.
 */
export function useIsAnswerDue(conversationId?: string | null): boolean {
  const { status } = useTurn(conversationId, joinsNothing);
  const lastKey = useMessageKeys(conversationId, joinsNothing).at(-1) ?? '';
  const isLastTaken = useMessage(lastKey, conversationId, { select: isTaken });
  return status === 'submitted' && isLastTaken === true;
}
