import { createLexeyTransport } from 'react-conversation-stream/transports/lexey';
import type { Backend } from './backend.ts';

export const lexey: Backend = {
  id: 'lexey',
  label: 'Lexey',
  blurb: 'Each send is answered by a stream of words; what people write is in history only.',
  prompts: [
    { text: 'Where is my parcel?', hint: 'An answer, word by word' },
    { text: 'Can I talk to a person?', hint: 'Escalation: somebody takes over' },
    { text: 'Thank you, all set', hint: 'The person hands back' },
  ],
  // Everything goes by way of the dev server, which has the key.
  createTransport: ({ baseUrl }) => createLexeyTransport({ baseUrl, pollInterval: 2_000 }),
  describeServer: ({ conversations = [] }, conversationId) => {
    const known = conversations.find(({ id }) => id === conversationId);
    return [['Server says', known?.status ?? 'nothing']];
  },
  controls: {
    network: [
      'drop',
      'half-open-turn',
      'cut-answer',
      'fail-answer',
      'refuse-send',
      'slow-answer',
      'restart',
    ],
    say: { operator: (content) => ({ content }), assistant: (content) => ({ content }) },
    edit: (content) => ({ content }),
    canDelete: true,
  },
};
