import {
  createExpysTransport,
  type ExpysToken,
  type GetExpysToken,
} from 'react-conversation-stream/transports/expys';
import type { Backend } from './backend.ts';

export const expys: Backend = {
  id: 'expys',
  label: 'Expys',
  blurb: 'A feed of whole messages without a cursor: what an outage hid is read from history.',
  prompts: [
    { text: 'A table for two tonight?', hint: 'The concierge asks around' },
    { text: 'May I have the itinerary?', hint: 'A file without a word' },
  ],
  createTransport: ({ baseUrl, tokenUrl = '', selfAuthorId }) =>
    createExpysTransport({
      baseUrl,
      environment: 'sandbox',
      // The organisation's key stays with the dev server: the page gets a member token.
      getToken: (request) => fetchToken(tokenUrl, request),
      ...(selfAuthorId === undefined ? {} : { selfAuthorId }),
    }),
  controls: {
    network: ['drop', 'outage', 'half-open', 'expire-token', 'slow', 'restart'],
    say: {
      operator: (body) => ({ authorID: 'agent_tomas', body }),
      assistant: (body) => ({ body }),
    },
    edit: (body) => ({ body, resend: true }),
    canDelete: true,
  },
};

async function fetchToken(
  url: string,
  { reason, signal }: Parameters<GetExpysToken>[0],
): Promise<ExpysToken> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ reason }),
    signal,
  });
  if (response.ok) return (await response.json()) as ExpysToken;
  const { status } = response;
  throw Object.assign(new Error(`No token: ${status}`), { status });
}
