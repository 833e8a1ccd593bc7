// Inside this repository the sources stand in for the package, which vite.config.ts loads before any alias exists.
// oxlint-disable-next-line no-restricted-imports
import {
  bimpeRoutes,
  createLettaRoutes,
  createProxyHandler,
  createTicketHandler,
  createTokenHandler,
  lexeyRoutes,
} from '../../src/server/index.ts';
import { bimpePrefix } from './bimpe/bimpeRoutes.ts';
import { demoAgentId, demoTitles } from './demoConversations.ts';
import { demoMember, expysDemoTitles } from './expys/expysDemo.ts';
import type { FetchHandler } from './fetchHandler.ts';
import { lettaDemoAgentId, lettaDemoTitles } from './letta/lettaDemo.ts';
import { lexeyDemoTitles } from './lexey/lexeyDemo.ts';
import { lexeyPrefixes } from './lexey/lexeyRoutes.ts';
import { byoConfig } from './mountByo.ts';
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
  readonly expys: {
    /** For everything: a browser may have a member token. */
    readonly baseUrl: string;
    readonly tokenUrl: string;
    readonly controlUrl: string;
    /** The visitor's author id. */
    readonly selfAuthorId: string;
    readonly conversations: readonly { readonly id: string; readonly title: string }[];
  };
  readonly lexey: {
    /** For everything, by way of the app's server: the key must not reach a browser. */
    readonly baseUrl: string;
    readonly controlUrl: string;
    readonly conversations: readonly { readonly id: string; readonly title: string }[];
  };
  readonly letta: {
    readonly agentId: string;
    /** For everything, by way of the app's server: the key must not reach a browser. */
    readonly baseUrl: string;
    readonly controlUrl: string;
    readonly conversations: readonly { readonly id: string; readonly title: string }[];
  };
  readonly byo: typeof byoConfig;
}

/** What the app's server has of the backends, and the page must never see. */
export interface PlaygroundKeys {
  readonly bimpe: string;
  readonly expys: string;
  readonly lexey: string;
  readonly letta: string;
}

/** The server side of the playground app, as one fetch-API handler under `/api`. */
export function createPlaygroundApi(servers: ReferenceServers, keys: PlaygroundKeys): FetchHandler {
  const upstream = {
    baseUrl: `${servers.bimpe.origin}${bimpePrefix}`,
    apiKey: keys.bimpe,
    authorize: isSameOrigin,
  };
  const ticket = createTicketHandler(upstream);
  const proxy = createProxyHandler({ ...upstream, routes: bimpeRoutes, basePath: '/api/bimpe' });
  const token = createTokenHandler({
    baseUrl: servers.expys.origin,
    apiKey: keys.expys,
    // The playground has one visitor.
    getUser: () => ({ externalUserID: demoMember.externalUserID, displayName: 'Ada' }),
    authorize: isSameOrigin,
  });
  const lexey = createProxyHandler({
    baseUrl: `${servers.lexey.origin}${lexeyPrefixes.customer}`,
    apiKey: keys.lexey,
    authorize: isSameOrigin,
    routes: lexeyRoutes,
    basePath: '/api/lexey',
  });
  const letta = createProxyHandler({
    baseUrl: servers.letta.origin,
    apiKey: keys.letta,
    authorize: isSameOrigin,
    routes: createLettaRoutes(lettaDemoAgentId),
    basePath: '/api/letta',
  });
  const config = readConfig(servers);
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/api/config') return Response.json(config);
    if (pathname === '/api/bimpe/ticket') return ticket(request);
    if (pathname === '/api/expys/token') return token(request);
    if (pathname.startsWith('/api/lexey/')) return lexey(request);
    if (pathname.startsWith('/api/letta/')) return letta(request);
    return proxy(request);
  };
}

/** The playground has no sessions: whoever is on its page may use its conversations, other sites may not. */
function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  return site === null || site === 'same-origin' || site === 'none';
}

function readConfig({ bimpe, expys, lexey, letta }: ReferenceServers): PlaygroundConfig {
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
    expys: {
      baseUrl: `http://localhost:${expys.port}`,
      tokenUrl: '/api/expys/token',
      controlUrl: `http://localhost:${expys.port}/__ref`,
      selfAuthorId: demoMember.id,
      conversations: expysDemoTitles,
    },
    lexey: {
      baseUrl: '/api/lexey',
      controlUrl: `http://localhost:${lexey.port}/__ref`,
      conversations: lexeyDemoTitles,
    },
    letta: {
      agentId: lettaDemoAgentId,
      baseUrl: '/api/letta',
      controlUrl: `http://localhost:${letta.port}/__ref`,
      conversations: lettaDemoTitles,
    },
    byo: byoConfig,
  };
}
