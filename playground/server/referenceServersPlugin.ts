import type { Connect, Plugin } from 'vite';
import { serveFetchHandler } from './fetchHandler.ts';
import { mountByo } from './mountByo.ts';
import { createPlaygroundApi } from './playgroundApi.ts';
import { startReferenceServers } from './startReferenceServers.ts';

/** Shaped like real ones, so that leak checks look for them. Good for the reference servers only. */
const demoKeys = {
  bimpe: 'sk_demo_2f7c91d4e8b6a053',
  expys: 'expys_sandbox_4c07e9b1d2f85a36',
  lexey: 'lxc_demo_8d41b07c5e93f6a2',
  letta: 'sk-let-demo-51e7a09c3b2f84d6',
};

/**
 * Runs the reference servers beside `vite` and `vite preview`, and mounts what an app's own server would have:
 * `/api/config`, `/api/bimpe/ticket`, `/api/expys/token` and the proxies `/api/bimpe/*`, `/api/lexey/*` and
 * `/api/letta/*`. The keys (`BIMPE_API_KEY`, `EXPYS_API_KEY`, `LEXEY_API_KEY`, `LETTA_API_KEY`, or demo keys) stay in
 * this process.
 */
export function referenceServersPlugin(): Plugin {
  return {
    name: 'reference-servers',
    configureServer: ({ middlewares, httpServer }) => mount(middlewares, httpServer),
    configurePreviewServer: ({ middlewares, httpServer }) => mount(middlewares, httpServer),
  };
}

async function mount(
  middlewares: Connect.Server,
  httpServer: { once(event: 'close', listener: () => void): unknown } | null,
): Promise<void> {
  const keys = {
    bimpe: process.env['BIMPE_API_KEY'] || demoKeys.bimpe,
    expys: process.env['EXPYS_API_KEY'] || demoKeys.expys,
    lexey: process.env['LEXEY_API_KEY'] || demoKeys.lexey,
    letta: process.env['LETTA_API_KEY'] || demoKeys.letta,
  };
  const servers = await startReferenceServers({
    bimpeApiKey: keys.bimpe,
    expysApiKey: keys.expys,
    lexeyApiKey: keys.lexey,
    lettaApiKey: keys.letta,
  });
  httpServer?.once('close', () => void servers.close());
  const api = createPlaygroundApi(servers, keys);
  mountByo(middlewares);
  middlewares.use('/api', (incoming, outgoing) => void serveFetchHandler(api, incoming, outgoing));
}
