'use client';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import { useConversationStream, useMessageKeys, type Message } from '../../react/index.ts';
import {
  LastKeyContext,
  mergeActions,
  MessageActionsContext,
  type MessageActions,
  type ToolResponse,
} from '../message/MessageActions.ts';

export interface ConnectedActionsProps {
  /** Those of the transcript's user: they win. */
  readonly given: MessageActions;
  readonly children: ReactNode;
}

const joinsNothing = { enabled: false } as const;
/* The row, or the connection's state, tells how it went. */
const ignore = (): void => {};

/** What the nearest conversation can do with its messages, by what its backend can. */
export function ConnectedActions({ given, children }: ConnectedActionsProps): ReactElement {
  const { capabilities, regenerate, reconcile, respondToApproval } = useConversationStream(
    undefined,
    joinsNothing,
  );
  const lastKey = useMessageKeys(undefined, joinsNothing).at(-1);
  const { canRegenerate, canApprove } = capabilities;
  const actions = useMemo(() => {
    const reload = (): void => void reconcile().catch(ignore);
    const own: MessageActions = {
      onContinue: reload,
      onReload: reload,
      onRegenerate: canRegenerate
        ? ({ id }: Message) => void regenerate(id).catch(ignore)
        : undefined,
      onRespond: canApprove
        ? (response: ToolResponse) => void respondToApproval(response).catch(ignore)
        : undefined,
    };
    return mergeActions(own, given);
  }, [given, canRegenerate, canApprove, regenerate, reconcile, respondToApproval]);
  return (
    <MessageActionsContext.Provider value={actions}>
      <LastKeyContext.Provider value={lastKey}>{children}</LastKeyContext.Provider>
    </MessageActionsContext.Provider>
  );
}
