import type { ProxyRoute } from './proxyRoute.ts';

/**
 * What a browser needs of BimpeAI's console API: read and send messages of a conversation, read one message,
 * begin a conversation. A browser speaks as the user only, and beginning cannot append to a conversation by
 * id, which `authorize` would not see.
 */
export const bimpeRoutes: readonly ProxyRoute[] = [
  {
    method: 'GET',
    path: 'agents/{agentId}/conversations/{conversationId}/messages',
    query: ['page', 'limit', 'search', 'sort'],
  },
  {
    method: 'POST',
    path: 'agents/{agentId}/conversations/{conversationId}/messages',
    isBodyAllowed: isFromUser,
  },
  {
    method: 'GET',
    path: 'agents/{agentId}/conversations/{conversationId}/messages/{messageId}',
  },
  {
    method: 'POST',
    path: 'agents/{agentId}/conversations/messages',
    isBodyAllowed: (body) => isFromUser(body) && body['conversation_id'] === undefined,
  },
];

function isFromUser({ role }: Readonly<Record<string, unknown>>): boolean {
  return role === undefined || role === 'user';
}
