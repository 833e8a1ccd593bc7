import { createByoTransport } from '../../examples/byoTransport.ts';
import type { Backend } from './backend.ts';

export const byo: Backend = {
  id: 'byo',
  label: 'Your own (30 lines)',
  blurb: 'A small server and createSseTransport: examples/byoServer.ts and byoTransport.ts.',
  createTransport: ({ baseUrl }) => createByoTransport(baseUrl),
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
