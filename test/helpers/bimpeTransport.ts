import {
  createBimpeTransport,
  type BimpeTransport,
  type BimpeTransportOptions,
} from 'react-conversation-stream/transports/bimpe';
import type { BimpeServer } from './startBimpe.ts';

/** A transport that talks to a test's server, with waits short enough for a test in real time. */
export function createTestTransport(
  server: BimpeServer,
  options: Partial<BimpeTransportOptions> = {},
): BimpeTransport {
  return createBimpeTransport({
    agentId: server.agentId,
    baseUrl: server.baseUrl,
    apiKey: server.apiKey,
    ...options,
    policy: { backoff: () => 5, ...options.policy },
  });
}
