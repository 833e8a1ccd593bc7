import {
  createBimpeTransport,
  type BimpeTicket,
  type GetBimpeTicket,
} from 'react-conversation-stream/transports/bimpe';
import type { Backend } from './backend.ts';
import { readEventId } from './readEventId.ts';

export const bimpe: Backend = {
  id: 'bimpe',
  label: 'BimpeAI',
  blurb: 'A feed of whole messages, resumed by message id; each stream costs a ticket.',
  prompts: [
    { text: 'Where is my order?', hint: 'Three messages, one by one' },
    { text: 'What is on the menu?', hint: 'An answer from the kitchen' },
  ],
  createTransport: ({ baseUrl, agentId = '', streamBaseUrl = baseUrl, ticketUrl = '' }) =>
    createBimpeTransport({
      agentId,
      baseUrl,
      streamBaseUrl,
      // The key stays with the dev server: the page gets a ticket for one stream.
      getTicket: (request) => fetchTicket(ticketUrl, request),
    }),
  readCursor: readEventId,
  controls: {
    network: ['drop', 'half-open', 'duplicate', 'expire-tickets', 'slow', 'restart'],
    say: {
      operator: (message) => ({ role: 'restaurant_user', message }),
      assistant: (message) => ({ role: 'assistant', message }),
    },
    edit: (message) => ({ message, resend: true }),
    canDelete: true,
  },
};

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
