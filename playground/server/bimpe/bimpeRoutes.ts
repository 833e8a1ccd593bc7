import type { BimpeScope } from './bimpeTypes.ts';

/** Where BimpeAI's console API lives. */
export const bimpePrefix = '/api/v1/console';

export type JsonRouteName =
  | 'conversations'
  | 'conversation'
  | 'create'
  | 'ai-status'
  | 'history'
  | 'send'
  | 'message'
  | 'ticket';

/** `path` follows `…/agents/{agentId}/conversations`; `:cid` and `:mid` are ids. */
export type BimpeRoute = { readonly method: string; readonly path: string } & (
  | { readonly name: JsonRouteName; readonly scope: BimpeScope }
  /** Takes a ticket instead of a key. */
  | { readonly name: 'stream' }
);

/** The table of PROTOCOLS §3.2. The first match counts. */
const bimpeRoutes: readonly BimpeRoute[] = [
  { name: 'conversations', method: 'GET', path: '', scope: 'conversations:read' },
  { name: 'conversation', method: 'GET', path: '/:cid', scope: 'conversations:read' },
  { name: 'create', method: 'POST', path: '/messages', scope: 'conversations:write' },
  { name: 'ai-status', method: 'PATCH', path: '/:cid/ai-status', scope: 'conversations:write' },
  { name: 'history', method: 'GET', path: '/:cid/messages', scope: 'conversations:read' },
  { name: 'send', method: 'POST', path: '/:cid/messages', scope: 'conversations:write' },
  { name: 'message', method: 'GET', path: '/:cid/messages/:mid', scope: 'conversations:read' },
  { name: 'ticket', method: 'POST', path: '/:cid/stream-ticket', scope: 'conversations:read' },
  { name: 'stream', method: 'GET', path: '/:cid/stream' },
];

const basePattern = new RegExp(`^${bimpePrefix}/agents/([^/]+)/conversations(/.*)?$`);

export interface RouteMatch {
  readonly route: BimpeRoute;
  readonly agentId: string;
  readonly conversationId: string;
  readonly messageId: string;
}

/** Finds the route of a call, with the ids in its path. */
export function matchBimpeRoute(method: string, path: string): RouteMatch | undefined {
  const base = basePattern.exec(path);
  if (!base) return undefined;
  const rest = base[2] === '/' ? '' : (base[2] ?? '');
  // The old place of the stream, left in SDK 0.4.1. It must not pass for a message with that id.
  if (rest.endsWith('/messages/stream')) return undefined;
  for (const route of bimpeRoutes) {
    const ids = route.method === method ? matchPath(route.path, rest) : undefined;
    if (!ids) continue;
    return {
      route,
      agentId: decode(base[1]),
      conversationId: decode(ids.get('cid')),
      messageId: decode(ids.get('mid')),
    };
  }
  return undefined;
}

function matchPath(pattern: string, path: string): Map<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const ids = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    const segment = given[index] ?? '';
    if (part.startsWith(':') && segment !== '') ids.set(part.slice(1), segment);
    else if (part !== segment) return undefined;
  }
  return ids;
}

function decode(segment = ''): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
