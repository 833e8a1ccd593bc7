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
    'A conversation hook or component was rendered outside <ConversationProvider>, through which it finds what to read. Wrap this part of the app in <ConversationProvider client={client}> or <ConversationProvider transport={transport}>.',
  );
}
