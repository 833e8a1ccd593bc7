import { createExpys, type ExpysOptions } from '../../../playground/server/expys.ts';
import type { ExpysControl } from '../../../playground/server/expys/expysTypes.ts';
import {
  createReferenceServer,
  type ReferenceServer,
  type ReferenceServerOptions,
} from '../../../playground/server/createReferenceServer.ts';
import { createUntil, type Until } from '../../helpers/createUntil.ts';

/** An Expys reference server on a free port, with everything a test asks of it. */
export type ExpysServer = ReferenceServer<ExpysControl> & {
  readonly orgKey: string;
  /** An empty conversation that is there from the start. */
  readonly conversationId: string;
  /** The member the tests speak as: the app's id, and the author id of the messages. */
  readonly user: string;
  readonly selfAuthorId: string;
  readonly until: Until;
};

/**
 * Starts an Expys server for one test. Unlike the playground's it answers only as scripted, and its heartbeats
 * come every 20 ms. Routes for `match.route`: exchange, conversations, history, send, stream, attachment.
 */
export async function startExpys(
  options: ExpysOptions & ReferenceServerOptions = {},
): Promise<ExpysServer> {
  const orgKey = 'expys_sandbox_7d21c9e04b';
  const server = await createReferenceServer(
    createExpys({ orgKeys: [orgKey], heartbeatInterval: 20, autoReply: false, ...options }),
    options,
  );
  seedExpys(server);
  return {
    ...server,
    orgKey,
    conversationId: 'cnv_1',
    user: 'u_1',
    selfAuthorId: 'mem_7',
    until: createUntil(server),
  };
}

/** What every test starts from; again after a `reset()`. */
export function seedExpys(server: Pick<ExpysControl, 'seed'>): void {
  const members = [
    { externalUserID: 'u_1', id: 'mem_7' },
    { externalUserID: 'u_2', id: 'mem_8' },
  ];
  server.seed({ members, conversations: [{ id: 'cnv_1', title: 'One' }] });
}
