import { dehydrate } from '@tanstack/react-query';
import { prefetchConversation } from 'react-conversation-stream';
import { createBimpeTransport } from 'react-conversation-stream/transports/bimpe';
import { renderToString } from 'react-dom/server';
import { conversationId, createSession, scope } from './App.tsx';

/** Reads the newest page of history and renders it: the markup, and what the browser hydrates from. */
export async function render(baseUrl: string, apiKey: string): Promise<[string, unknown]> {
  const transport = createBimpeTransport({ agentId: 'ag_1', baseUrl, apiKey, scope });
  const { queryClient, app } = createSession(transport);
  await prefetchConversation(queryClient, transport, conversationId);
  return [renderToString(app()), dehydrate(queryClient)];
}
