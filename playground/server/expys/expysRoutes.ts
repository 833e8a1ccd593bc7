export type ExpysRouteName =
  | 'exchange'
  | 'conversations'
  | 'history'
  | 'send'
  | 'stream'
  | 'attachment';

interface ExpysRoute {
  readonly name: ExpysRouteName;
  readonly method: string;
  readonly path: RegExp;
}

/** The table of PROTOCOLS §4.2, and where the signed URLs of attachments lead. */
const routes: readonly ExpysRoute[] = [
  { name: 'exchange', method: 'POST', path: /^\/v1\/auth\/exchange$/ },
  { name: 'conversations', method: 'GET', path: /^\/v1\/conversations$/ },
  { name: 'history', method: 'GET', path: /^\/v1\/conversations\/([^/]+)\/messages$/ },
  { name: 'send', method: 'POST', path: /^\/v1\/conversations\/([^/]+)\/messages$/ },
  { name: 'stream', method: 'GET', path: /^\/v1\/conversations\/([^/]+)\/stream$/ },
  { name: 'attachment', method: 'GET', path: /^\/attachments\/([^/]+)\/(\d+)$/ },
];

export interface RouteMatch {
  readonly name: ExpysRouteName;
  /** Of the conversation; for attachments, of the message. */
  readonly id: string;
  readonly index: number;
}

/** Finds the route of a call, with the ids in its path. */
export function matchExpysRoute(method: string, path: string): RouteMatch | undefined {
  for (const route of routes) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match) return { name: route.name, id: decode(match[1]), index: Number(match[2] ?? 0) };
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
