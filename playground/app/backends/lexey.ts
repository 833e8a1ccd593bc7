import { createLexeyTransport } from 'react-conversation-stream/transports/lexey';
import type { Backend } from './backend.ts';

export const lexey: Backend = {
  id: 'lexey',
  label: 'Lexey',
  blurb:
    'Each send is answered by a stream of words. Ask for a person: what people write is in history only, which is then read every 5 s.',
  // Everything goes by way of the dev server, which has the key.
  createTransport: ({ baseUrl }) => createLexeyTransport({ baseUrl, pollInterval: 5_000 }),
  controls: {
    network: ['drop', 'restart'],
    say: { operator: (content) => ({ content }), assistant: (content) => ({ content }) },
    edit: (content) => ({ content }),
    canDelete: true,
  },
};
