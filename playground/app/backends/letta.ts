import { createLettaTransport } from 'react-conversation-stream/transports/letta';
import type { Backend } from './backend.ts';

export const letta: Backend = {
  id: 'letta',
  label: 'Letta',
  blurb:
    'Each send starts a run that goes on without you: drop it, restart the server, reload, stop. Ask for the weather, a long plan, or to book a hotel.',
  // Everything goes by way of the dev server, which has the key.
  createTransport: ({ baseUrl, agentId }) =>
    createLettaTransport({ baseUrl, ...(agentId === undefined ? {} : { agentId }) }),
  controls: { network: ['drop', 'half-open', 'restart'], canDelete: true },
};
