export type LettaRouteName =
  | 'create'
  | 'conversations'
  | 'conversation'
  | 'update'
  | 'delete'
  | 'history'
  | 'send'
  | 'resume'
  | 'cancel'
  | 'runs'
  | 'run'
  | 'run-stream'
  | 'run-messages'
  | 'cancel-agent';

/** The table of PROTOCOLS §6.2. `:cid`, `:rid` and `:aid` are ids. */
const routes: readonly (readonly [name: LettaRouteName, method: string, path: string])[] = [
  ['create', 'POST', '/v1/conversations/'],
  ['conversations', 'GET', '/v1/conversations/'],
  ['conversation', 'GET', '/v1/conversations/:cid'],
  ['update', 'PATCH', '/v1/conversations/:cid'],
  ['delete', 'DELETE', '/v1/conversations/:cid'],
  ['history', 'GET', '/v1/conversations/:cid/messages'],
  ['send', 'POST', '/v1/conversations/:cid/messages'],
  ['resume', 'POST', '/v1/conversations/:cid/stream'],
  ['cancel', 'POST', '/v1/conversations/:cid/cancel'],
  ['runs', 'GET', '/v1/runs/'],
  ['run', 'GET', '/v1/runs/:rid'],
  ['run-stream', 'POST', '/v1/runs/:rid/stream'],
  ['run-messages', 'GET', '/v1/runs/:rid/messages'],
  ['cancel-agent', 'POST', '/v1/agents/:aid/messages/cancel'],
];

/** Calls answered with an event stream. */
export const lettaTurnRoutes: readonly LettaRouteName[] = ['send', 'resume', 'run-stream'];

export interface LettaRouteMatch {
  readonly name: LettaRouteName;
  /** The id in the path, decoded; empty where there is none. */
  readonly id: string;
}

/** Finds the route of a call, with the id in its path. */
export function matchLettaRoute(method: string, path: string): LettaRouteMatch | undefined {
  for (const [name, routeMethod, pattern] of routes) {
    if (routeMethod !== method) continue;
    const source = pattern.replace(/:\w+/, '([^/]+)');
    const found = new RegExp(`^${source}$`).exec(path);
    if (found) return { name, id: decode(found[1]) };
  }
  return undefined;
}

function decode(segment = ''): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
