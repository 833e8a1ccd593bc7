'use client';
import { createContext, type Context } from 'react';

/** Id of the nearest `<Conversation>`: `null` means "not known yet", `undefined` that there is none. */
export const ConversationIdContext: Context<string | null | undefined> = createContext<
  string | null | undefined
>(undefined);
