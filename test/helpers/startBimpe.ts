import { createBimpe, type BimpeOptions } from '../../playground/server/bimpe.ts';
import { bimpePrefix } from '../../playground/server/bimpe/bimpeRoutes.ts';
import type { BimpeControl } from '../../playground/server/bimpe/bimpeTypes.ts';
import {
  createReferenceServer,
  type ReferenceServer,
  type ReferenceServerOptions,
} from '../../playground/server/createReferenceServer.ts';
import { createUntil, type Until } from './createUntil.ts';

/** A BimpeAI reference server on a free port, with everything a test asks of it. */
export type BimpeServer = ReferenceServer<BimpeControl> & {
  /** `http://127.0.0.1:<port>/api/v1/console`: what `createBimpeTransport` takes. */
  readonly baseUrl: string;
  readonly agentId: string;
  readonly apiKey: string;
  /** An empty conversation that is there from the start. */
  readonly conversationId: string;
  readonly until: Until;
};

/**
 * Starts a BimpeAI server for one test. Unlike the playground's it answers user messages only as scripted
 * (`autoReply: true` for the usual reply), and its heartbeats come every 50 ms.
 *
 * ```ts
 * const server = await startBimpe();                                  // afterEach: await server.close()
 * server.emit({ conversationId: server.conversationId, message: 'Hello' });
 * server.queueFault({ kind: 'reset-after', events: 2 });              // hits the next stream
 * server.queueFault({ kind: 'http', status: 503, match: { route: 'ticket' }, times: 3 });
 * server.script({ conversationId: server.conversationId, replies: [[{ message: 'Hi!', delay: 10 }]] });
 * await server.until(() => server.openStreams().length === 1);
 * expect(server.tickets().filter((ticket) => ticket.usedAt)).toHaveLength(1);
 * expect(server.violations()).toEqual([]);                            // no ticket used twice
 * expect(server.messages(server.conversationId)).toEqual(…);          // the oracle
 * ```
 * Routes for `match.route`: conversations, conversation, create, ai-status, history, send, message, ticket, stream.
 */
export async function startBimpe(
  options: BimpeOptions & ReferenceServerOptions = {},
): Promise<BimpeServer> {
  const agentId = 'ag_1';
  const apiKey = 'sk_test_4f9c2b7a61';
  const conversationId = 'cv_1';
  const server = await createReferenceServer(
    createBimpe({
      agentIds: [agentId],
      apiKeys: { [apiKey]: { scopes: ['conversations:read', 'conversations:write'] } },
      heartbeatInterval: 50,
      autoReply: false,
      ...options,
    }),
    options,
  );
  server.seed({ conversations: [{ id: conversationId }] });
  return {
    ...server,
    baseUrl: server.origin + bimpePrefix,
    agentId,
    apiKey,
    conversationId,
    until: createUntil(server),
  };
}
