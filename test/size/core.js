// The same without React: a client of `/core` with the BimpeAI transport.
export { createConversationClient, selectMessages } from '../../dist/core/index.js';
export { createBimpeTransport } from '../../dist/transports/bimpe/index.js';
