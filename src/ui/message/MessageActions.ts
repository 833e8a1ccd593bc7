'use client';
import { createContext, type Context } from 'react';
import type { Conversation, Message } from '../../react/index.ts';

/** What the buttons of messages do. Without an action there is no such button. */
export interface MessageActions {
  /** Sends a message again that failed. */
  readonly onRetry?: ((key: string) => unknown) | undefined;
  /** Takes a message away that failed. */
  readonly onDiscard?: ((key: string) => unknown) | undefined;
  /** Asks for another answer in place of this one. Offered for the last message only. */
  readonly onRegenerate?: ((message: Message) => unknown) | undefined;
  /** Goes on with an interrupted answer, where the backend may be writing it still. */
  readonly onContinue?: ((message: Message) => unknown) | undefined;
  /** Takes a message of one's own up again, to change it and send it anew. */
  readonly onEdit?: ((message: Message) => unknown) | undefined;
  /** Answers a tool call that waits for approval. */
  readonly onRespond?: ((response: ToolResponse) => unknown) | undefined;
  /** Reads a message again whose attachments have expired, or of which the rest may have been stored. */
  readonly onReload?: ((message: Message) => unknown) | undefined;
}

/** What a person says to a tool call that asks. */
export type ToolResponse = Parameters<Conversation['respondToApproval']>[0];

export const MessageActionsContext: Context<MessageActions> = createContext<MessageActions>({});

/** Is the message the newest: the one whose answer can be asked for again? True for one that stands alone. */
export const IsLastContext: Context<boolean> = createContext(true);

/** `given` over `above`, where there is one. */
export function mergeActions(above: MessageActions, given: MessageActions): MessageActions {
  const actions: Record<string, unknown> = { ...above };
  for (const [name, action] of Object.entries(given)) if (action) actions[name] = action;
  return actions;
}
