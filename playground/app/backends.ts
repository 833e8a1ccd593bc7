import type { ConversationTransport } from 'react-conversation-stream';
import {
  createBimpeTransport,
  type BimpeTicket,
  type GetBimpeTicket,
} from 'react-conversation-stream/transports/bimpe';
import type { BackendConfig } from './config.ts';

export interface Backend {
  readonly id: string;
  readonly name: string;
  createTransport(config: BackendConfig): ConversationTransport;
}

/** The backends the playground can speak to; shown when their reference server is configured. */
export const backends: readonly Backend[] = [
  {
    id: 'bimpe',
    name: 'BimpeAI',
    createTransport: ({ agentId, baseUrl, streamBaseUrl, ticketUrl }) =>
      createBimpeTransport({
        agentId,
        baseUrl,
        streamBaseUrl,
        // The key stays with the dev server: the page gets a ticket for one stream.
        getTicket: (request) => fetchTicket(ticketUrl, request),
      }),
  },
];

async function fetchTicket(
  url: string,
  { agentId, conversationId, signal }: Parameters<GetBimpeTicket>[0],
): Promise<BimpeTicket> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ agentId, conversationId }),
    signal,
  });
  if (response.ok) return (await response.json()) as BimpeTicket;
  const { status } = response;
  throw Object.assign(new Error(`No ticket: ${status}`), { status });
}
