'use client';
import type { ReactElement, ReactNode } from 'react';
import { Conversation } from '../react/index.ts';

export interface OptionalConversationProps {
  /** `undefined` leaves the nearest `<Conversation>` in charge. */
  readonly id: string | null | undefined;
  readonly children: ReactNode;
}

/** `<Conversation>` when an id is given, nothing otherwise. */
export function OptionalConversation({ id, children }: OptionalConversationProps): ReactElement {
  return id === undefined ? <>{children}</> : <Conversation id={id}>{children}</Conversation>;
}
