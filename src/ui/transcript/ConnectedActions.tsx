'use client';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import { type Message } from '../../react/index.ts';
import {
  mergeActions,
  MessageActionsContext,
  type MessageActions,
  type ToolResponse,
} from '../message/MessageActions.ts';
import { usePassiveConversation, usePassiveStream } from '../usePassive.ts';

export interface ConnectedActionsProps {
  /** Those of the transcript's user: they win. */
  readonly given: MessageActions;
  readonly children: ReactNode;
}

/* The row, or the connection's state, tells how it went. */
const ignore = (): void => {};

/** What the nearest conversation can do with its messages, by what its backend can. */
export function ConnectedActions({ given, children }: ConnectedActionsProps): ReactElement {
  const { capabilities, regenerate, reconcile, reconnect, respondToApproval } = usePassiveStream();
  const { transport } = usePassiveConversation();
  const { canRegenerate, canApprove } = capabilities;
  // Where there is a feed it brings the rest; it is history that tells what was missed.
  const canResume = transport.resumeTurn && !transport.openFeed;
  const actions = useMemo(() => {
    const reload = (): void => void reconcile().catch(ignore);
    const own: MessageActions = {
      onContinue: canResume ? reconnect : undefined,
      onReload: reload,
      onRegenerate: canRegenerate
        ? ({ id }: Message) => void regenerate(id).catch(ignore)
        : undefined,
      onRespond: canApprove
        ? (response: ToolResponse) => void respondToApproval(response).catch(ignore)
        : undefined,
    };
    return mergeActions(own, given);
  }, [
    given,
    canResume,
    canRegenerate,
    canApprove,
    regenerate,
    reconcile,
    reconnect,
    respondToApproval,
  ]);
  return (
    <MessageActionsContext.Provider value={actions}>{children}</MessageActionsContext.Provider>
  );
}
