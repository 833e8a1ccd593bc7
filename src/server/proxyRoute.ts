import { isPathId } from './pathId.ts';

/** One call a browser may make through the proxy. */
export interface ProxyRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /**
   * Relative to both `basePath` and `baseUrl`, e.g. `agents/{agentId}/conversations/{conversationId}/messages`.
   * A slash at its end must be there in the request too.
   */
  readonly path: string;
  /** Query parameters passed on. Default none. */
  readonly query?: readonly string[];
  /** Query parameters set here, whatever the browser asks for. */
  readonly fixedQuery?: Readonly<Record<string, string>>;
  /** Goes upstream without a body. The browser says `application/json` all the same, as no foreign form can. */
  readonly hasNoBody?: boolean;
  /**
   * Looks at the JSON body, which must then be an object; `false` answers 403. For routes that could do more
   * than a browser should.
   */
  readonly isBodyAllowed?: (body: Readonly<Record<string, unknown>>) => boolean;
}

export interface RouteMatch {
  readonly route: ProxyRoute;
  /** Path upstream, encoded again from checked segments. */
  readonly path: string;
  readonly target: Readonly<Record<string, string>>;
}

/** Finds the route of a request among those allowed. `path` is what follows `basePath`, as it stands in the URL. */
export function matchRoute(
  routes: readonly ProxyRoute[],
  method: string,
  path: string,
): RouteMatch | undefined {
  const end = path.endsWith('/') ? '/' : '';
  const segments = withoutEnd(path, end).split('/').map(decodeSegment);
  if (!segments.every(isPathId)) return undefined;
  for (const route of routes) {
    if (route.method !== method || route.path.endsWith('/') !== (end === '/')) continue;
    const target = matchSegments(withoutEnd(route.path, end), segments);
    if (target) return { route, target, path: segments.map(encodeURIComponent).join('/') + end };
  }
  return undefined;
}

function withoutEnd(path: string, end: string): string {
  return path.slice(0, path.length - end.length);
}

function matchSegments(
  pattern: string,
  segments: readonly string[],
): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  if (wanted.length !== segments.length) return undefined;
  const entries: [string, string][] = [];
  for (const [index, segment] of segments.entries()) {
    const name = /^\{(\w+)\}$/.exec(wanted[index] ?? '')?.[1];
    if (name !== undefined) entries.push([name, segment]);
    else if (wanted[index] !== segment) return undefined;
  }
  return Object.fromEntries(entries);
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
