import type { ProxyRoute } from './proxyRoute.ts';

type Body = Readonly<Record<string, unknown>>;

/**
 * What a browser needs of Letta's API (`baseUrl`: its origin): read, send, resume and cancel in a conversation,
 * and the state of a run (`authorize` sees `runId`; run ids cannot be guessed). A browser speaks as the user or
 * answers a tool call; it cannot change model, prompt or steps.
 *
 * With `agentId` also the agent's own conversation, `default`, and new conversations with it; no other agent's.
 */
export function createLettaRoutes(agentId?: string): readonly ProxyRoute[] {
  const fixedQuery: Record<string, string> = agentId === undefined ? {} : { agent_id: agentId };
  const isOwnAgent = ({ agent_id: named }: Body): boolean =>
    named === undefined || named === null || named === agentId;
  const conversation = 'v1/conversations/{conversationId}';
  const routes: ProxyRoute[] = [
    {
      method: 'GET',
      path: `${conversation}/messages`,
      query: ['limit', 'order', 'before', 'after'],
      fixedQuery,
    },
    {
      method: 'POST',
      path: `${conversation}/messages`,
      isBodyAllowed: (body) => isOwnAgent(body) && hasOnly(body, sendFields) && isFromUser(body),
    },
    {
      method: 'POST',
      path: `${conversation}/stream`,
      isBodyAllowed: (body) => isOwnAgent(body) && hasOnly(body, resumeFields),
    },
    { method: 'POST', path: `${conversation}/cancel`, fixedQuery, hasNoBody: true },
    { method: 'GET', path: 'v1/runs/{runId}' },
  ];
  if (agentId === undefined) return routes;
  const isBodyAllowed = (body: Body): boolean => hasOnly(body, ['summary', 'description']);
  return [...routes, { method: 'POST', path: 'v1/conversations/', fixedQuery, isBodyAllowed }];
}

/** `createLettaRoutes()`: conversations by their ids. */
export const lettaRoutes: readonly ProxyRoute[] = createLettaRoutes();

const sendFields = [
  'messages',
  'streaming',
  'stream_tokens',
  'background',
  'include_pings',
  'agent_id',
  'client_tools',
];

const resumeFields = [
  'agent_id',
  'starting_after',
  'include_pings',
  'batch_size',
  'poll_interval',
  'run_id',
  'otid',
];

function hasOnly(body: Body, fields: readonly string[]): boolean {
  return Object.keys(body).every((name) => fields.includes(name));
}

function isFromUser({ messages }: Body): boolean {
  return Array.isArray(messages) && messages.every(isAllowedMessage);
}

/** Something a person wrote, or the answer to a call that waits. */
function isAllowedMessage(message: unknown): boolean {
  const { type = 'message', role } = (message ?? {}) as Body;
  return type === 'message' ? role === 'user' : type === 'approval';
}
