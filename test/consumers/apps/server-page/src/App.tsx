import { QueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import {
  ConversationProvider,
  createConversationClient,
  useConnection,
  type ConversationTransport,
} from 'react-conversation-stream';
import { ConversationFeed } from 'react-conversation-stream/ui';

export const conversationId = 'cv_1';
/** The same on both sides: what the server read is found by it in the browser. */
export const scope = 'bimpe ag_1';

function Continuity(): ReactElement {
  return <p data-continuity={useConnection(conversationId).continuity} />;
}

export function createSession(transport: ConversationTransport): {
  queryClient: QueryClient;
  app: () => ReactElement;
} {
  const queryClient = new QueryClient();
  const app = (): ReactElement => {
    const client = createConversationClient({ transport, queryClient });
    return (
      <ConversationProvider client={client}>
        <ConversationFeed conversationId={conversationId} locale="en" timeZone="UTC" />
        <Continuity />
      </ConversationProvider>
    );
  };
  return { queryClient, app };
}
