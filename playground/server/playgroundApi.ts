// Inside this repository the sources stand in for the package, which vite.config.ts loads before any alias exists.
// oxlint-disable-next-line no-restricted-imports
import { bimpeRoutes, createProxyHandler, createTicketHandler } from '../../src/server/index.ts';
import { bimpePrefix } from './bimpe/bimpeRoutes.ts';
import { demoAgentId, demoTitles } from './demoConversations.ts';
import type { FetchHandler } from './fetchHandler.ts';
import type { ReferenceServers } from './startReferenceServers.ts';

/** What the page is told on start: where everything is, and no secret. */
export interface PlaygroundConfig {
  readonly bimpe: {
    readonly agentId: string;
    /** For history and sends, by way of the app's server. */
    readonly baseUrl: string;
    /** For streams, which a browser opens itself, with a ticket. */
    readonly streamBaseUrl: string;
    readonly ticketUrl: string;
    readonly controlUrl: string;
    readonly conversations: readonly { readonly id: string; readonly title: string }[];
  };
}

/** The server side of the playground app, as one fetch-API handler under `/api`. */
export function createPlaygroundApi(servers: ReferenceServers, bimpeApiKey: string): FetchHandler {
  const upstream = {
    baseUrl: `${servers.bimpe.origin}${bimpePrefix}`,
    apiKey: bimpeApiKey,
    authorize: isSameOrigin,
  };
  const ticket = createTicketHandler(upstream);
  const proxy = createProxyHandler({ ...upstream, routes: bimpeRoutes, basePath: '/api/bimpe' });
  const config = readConfig(servers);
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/api/config') return Response.json(config);
    if (pathname === '/api/bimpe/ticket') return ticket(request);
    return proxy(request);
  };
}

/** The playground has no sessions: whoever is on its page may use its conversations, other sites may not. */
function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  return site === null || site === 'same-origin' || site === 'none';
}

function readConfig({ bimpe }: ReferenceServers): PlaygroundConfig {
  const origin = `http://localhost:${bimpe.port}`;
  return {
    bimpe: {
      agentId: demoAgentId,
      baseUrl: '/api/bimpe',
      streamBaseUrl: origin + bimpePrefix,
      ticketUrl: '/api/bimpe/ticket',
      controlUrl: `${origin}/__ref`,
      conversations: demoTitles,
    },
  };
}
