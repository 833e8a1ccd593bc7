import { createLetta, type LettaOptions } from '../../playground/server/letta.ts';
import type { LettaControl } from '../../playground/server/letta/lettaTypes.ts';
import {
  createReferenceServer,
  type ReferenceServer,
  type ReferenceServerOptions,
} from '../../playground/server/createReferenceServer.ts';
import { createUntil, type Until } from './createUntil.ts';

/** A Letta reference server on a free port, with everything a test asks of it. */
export type LettaServer = ReferenceServer<LettaControl> & {
  readonly agentId: string;
  readonly apiKey: string;
  /** An empty conversation that is there from the start. */
  readonly conversationId: string;
  readonly until: Until;
};

/**
 * Starts a Letta server for one test. Unlike the playground's it answers only as scripted (else `OK`), logs
 * at once, looks for a cancel at every chunk, and pings every 30 ms of silence.
 *
 * ```ts
 * const server = await startLetta();                                  // afterEach: await server.close()
 * server.script({ conversationId, replies: [{ steps: [{ text: 'Hi' }], holdAfter: 1 }] });
 * server.proceed(conversationId);
 * server.queueFault({ kind: 'letta', quirk: 'seq-null', at: 3 });     // hits the next send or resume
 * ```
 * Routes for `match.route`: create, conversation, history, send, resume, cancel, run, runs …
 */
export async function startLetta(
  options: LettaOptions & ReferenceServerOptions = {},
): Promise<LettaServer> {
  const agentId = 'agent-3c9a5f3e-8a51-4c0e-9d7a-0b6f2f1f4a11';
  const apiKey = 'sk-let-5d1c0b7a92';
  const conversationId = 'conv-3f7c0f6a-51c2-4a8e-9b1d-7c6e2d1f0a5b';
  const server = await createReferenceServer(
    createLetta({
      agentIds: [agentId],
      apiKeys: [apiKey],
      autoReply: false,
      flushInterval: 0,
      cancelPollInterval: 0,
      pingInterval: 30,
      ...options,
    }),
    options,
  );
  server.seed({ conversations: [{ id: conversationId }] });
  return {
    ...server,
    agentId,
    apiKey,
    conversationId,
    until: createUntil(server),
  };
}
