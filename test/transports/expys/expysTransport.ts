import {
  createExpysTransport,
  type ExpysTransport,
  type ExpysTransportOptions,
} from 'react-conversation-stream/transports/expys';
import type { ExpysServer } from './startExpys.ts';

/** A transport that talks to a test's server as `u_1`, with waits short enough for a test in real time. */
export function createTestTransport(
  server: ExpysServer,
  options: Partial<ExpysTransportOptions> = {},
): ExpysTransport {
  const { user: externalUserID } = server;
  return createExpysTransport({
    baseUrl: server.origin,
    ...(options.token === undefined
      ? { getToken: async () => server.mintToken({ externalUserID }) }
      : {}),
    ...options,
    policy: { backoff: () => 5, ...options.policy },
  });
}
