import { isPathId } from './pathId.ts';

/** One call a browser may make through the proxy. */
export interface ProxyRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Relative to both `basePath` and `baseUrl`, e.g. `agents/{agentId}/conversations/{conversationId}/messages`. */
  readonly path: string;
  /** Query parameters passed on. Default none. */
  readonly query?: readonly string[];
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
  const segments = path.split('/').map(decodeSegment);
  if (!segments.every(isPathId)) return undefined;
  for (const route of routes) {
    const target = route.method === method ? matchSegments(route.path, segments) : undefined;
    if (target) return { route, target, path: segments.map(encodeURIComponent).join('/') };
  }
  return undefined;
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
