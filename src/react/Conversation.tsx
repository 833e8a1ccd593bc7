'use client';
import type { ReactElement, ReactNode } from 'react';
import type { Conversation as CoreConversation } from '../core/index.ts';
import { ConversationIdContext } from './ConversationIdContext.ts';

export interface ConversationProps {
  /** `null` while it is not known yet: nothing happens below. */
  readonly id: string | null;
  readonly children?: ReactNode;
}

/** The handle of one conversation; see `useConversation`. Shares its name with the component. */
export type Conversation<TMetadata = unknown> = CoreConversation<TMetadata>;

/** Sets the conversation for all hooks and components below that are not given an id. */
export function Conversation({ id, children }: ConversationProps): ReactElement {
  return <ConversationIdContext.Provider value={id}>{children}</ConversationIdContext.Provider>;
}
