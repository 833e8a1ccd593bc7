import { createByoTransport } from '../../examples/byoTransport.ts';
import type { Backend } from './backend.ts';
import { readEventId } from './readEventId.ts';

export const byo: Backend = {
  id: 'byo',
  label: 'Your own',
  blurb: 'A small server and createSseTransport: examples/byoServer.ts and byoTransport.ts.',
  prompts: [{ text: 'Does it echo?', hint: 'It does' }],
  createTransport: ({ baseUrl }) => createByoTransport(baseUrl),
  readCursor: readEventId,
  controls: {
    network: ['drop'],
    say: {
      operator: (text) => ({ from: 'host', text }),
      assistant: (text) => ({ from: 'bot', text }),
    },
    edit: (text) => ({ text }),
    canDelete: true,
  },
};
