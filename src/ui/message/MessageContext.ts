'use client';
import type { Message } from '../../react/index.ts';
import { createPartContext, type PartContext } from '../part/createPartContext.ts';
import type { MessageActions } from './MessageActions.ts';

/** What the parts of one message share. */
export interface MessageContextValue {
  readonly message: Message;
  /** Id of its heading: what names the article. */
  readonly headingId: string;
  readonly actions: MessageActions;
  /** The focus is in it: its buttons can be reached by Tab. */
  readonly isActive: boolean;
}

export const messageContext: PartContext<MessageContextValue> =
  createPartContext<MessageContextValue>('Transcript.Message', 'message');

/** The message a part is inside of. `part` is its name, for the error outside of one. */
export function useMessageContext(part: string): MessageContextValue {
  return messageContext.useRoot(part);
}
