'use client';
import { useContext } from 'react';
import { ConversationError, type ConversationClient } from '../core/index.ts';
import { ClientContext } from './ClientContext.ts';

/** The client of the nearest provider. Throws, with what to do, when there is none. */
export function useClient(): ConversationClient {
  const client = useContext(ClientContext);
  if (client !== null) return client;
  throw new ConversationError(
    'invalid_argument',
    'A conversation hook or component was rendered outside <ConversationProvider>. It finds its connection through the provider, so it has nothing to read from. Wrap this part of the app in <ConversationProvider client={client}>, with a client from createConversationClient({ transport }).',
  );
}
