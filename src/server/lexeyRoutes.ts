import type { ProxyRoute } from './proxyRoute.ts';

/**
 * What a browser needs of Lexey's chat API, customer or management by `baseUrl`: begin a conversation, read
 * it, send to it. `authorize` sees no `conversationId` when one is begun: note whose it is from the answer.
 */
export const lexeyRoutes: readonly ProxyRoute[] = [
  { method: 'POST', path: 'conversations', hasNoBody: true },
  { method: 'GET', path: 'conversations/{conversationId}/messages' },
  {
    method: 'POST',
    path: 'conversations/{conversationId}/messages',
    isBodyAllowed: ({ message }) => typeof message === 'string',
  },
];
