import { refuse, type Authorize } from './authorize.ts';
import { answerErrors, HandlerError } from './errorResponse.ts';
import { matchRoute, type ProxyRoute } from './proxyRoute.ts';
import { asObject, checkJsonType, readJsonBody } from './readBody.ts';
import { relayResponse } from './relayResponse.ts';
import { createUpstream, type UpstreamOptions } from './upstream.ts';

export interface ProxyHandlerOptions extends UpstreamOptions {
  /** What a browser may call; everything else is a 404. See `bimpeRoutes`. */
  readonly routes: readonly ProxyRoute[];
  /** Where the handler is mounted, e.g. `/api/bimpe`. */
  readonly basePath: string;
  readonly authorize: Authorize;
  /** Largest request body, bytes; more is a 413. Default 1 MiB. */
  readonly maxBodySize?: number;
}

const passedOn = ['accept', 'idempotency-key', 'last-event-id', 'x-request-id'];

/**
 * A fetch-API handler that lends the backend's key to a browser without showing it: mount it under `basePath`
 * and give that URL to a transport as `baseUrl`.
 *
 * Status, error JSON and body pass through, event streams unbuffered; the upstream request ends when the
 * browser leaves. Own failures are `{ message, code, statusCode }`: 401, 403, 404, 413, 415, 502
 * (`redirected`, `network`), 504 (`timeout`). Throws at creation when `baseUrl` or `apiKey` cannot work.
 */
export function createProxyHandler(
  options: ProxyHandlerOptions,
): (request: Request) => Promise<Response> {
  const upstream = createUpstream(options);
  const basePath = `/${options.basePath.replaceAll(/^\/+|\/+$/g, '')}/`.replace('//', '/');
  return (request) =>
    answerErrors(async () => {
      const { pathname, searchParams } = new URL(request.url);
      const match = pathname.startsWith(basePath)
        ? matchRoute(options.routes, request.method, pathname.slice(basePath.length))
        : undefined;
      if (!match) throw new HandlerError('not_found', 'No such call.');
      const refusal = await refuse(options.authorize, request, match.target);
      if (refusal) return refusal;
      const body = await readAllowedBody(request, match.route, options.maxBodySize ?? 1_048_576);
      const path = match.path + pickQuery(match.route, searchParams);
      const init = { method: request.method, headers: pickHeaders(request, body), body };
      return upstream.call(request, path, init, (response) =>
        relayResponse(response, upstream.mask),
      );
    });
}

/** The body as it goes upstream: parsed and written anew, so that both sides read the same thing in it. */
async function readAllowedBody(
  request: Request,
  route: ProxyRoute,
  maxBytes: number,
): Promise<string | null> {
  if (route.hasNoBody) checkJsonType(request);
  if (route.hasNoBody || request.method === 'GET' || !request.body) return null;
  const json = await readJsonBody(request, maxBytes);
  if (route.isBodyAllowed && !route.isBodyAllowed(asObject(json))) {
    throw new HandlerError('forbidden', 'A browser may not send this.');
  }
  return JSON.stringify(json);
}

function pickQuery(route: ProxyRoute, query: URLSearchParams): string {
  const picked = new URLSearchParams([...query].filter(([name]) => route.query?.includes(name)));
  for (const [name, value] of Object.entries(route.fixedQuery ?? {})) picked.set(name, value);
  return picked.size > 0 ? `?${picked}` : '';
}

function pickHeaders(request: Request, body: string | null): Headers {
  const headers = new Headers();
  for (const name of passedOn) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (body !== null) headers.set('content-type', 'application/json');
  return headers;
}
