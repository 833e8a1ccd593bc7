import type { Connect, Plugin } from 'vite';
import { serveFetchHandler } from './fetchHandler.ts';
import { createPlaygroundApi } from './playgroundApi.ts';
import { startReferenceServers } from './startReferenceServers.ts';

/** Shaped like a real one, so that leak checks look for it. Good for the reference server only. */
const demoKey = 'sk_demo_2f7c91d4e8b6a053';

/**
 * Runs the reference servers beside `vite` and `vite preview`, and mounts what an app's own server would have:
 * `/api/config`, `/api/bimpe/ticket` and the proxy `/api/bimpe/*`. The key (`BIMPE_API_KEY`, or a demo key)
 * stays in this process.
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
  const apiKey = process.env['BIMPE_API_KEY'] || demoKey;
  const servers = await startReferenceServers({ bimpeApiKey: apiKey });
  httpServer?.once('close', () => void servers.close());
  const api = createPlaygroundApi(servers, apiKey);
  middlewares.use('/api', (incoming, outgoing) => void serveFetchHandler(api, incoming, outgoing));
}
