import { createBimpe, type BimpeOptions } from './bimpe.ts';
import type { BimpeControl } from './bimpe/bimpeTypes.ts';
import { createReferenceServer, type ReferenceServer } from './createReferenceServer.ts';
import { createDemoConversations, demoAgentId } from './demoConversations.ts';

/** Every backend the playground shows, each on its own port. */
export interface ReferenceServers {
  readonly bimpe: ReferenceServer<BimpeControl>;
  close(): Promise<void>;
}

export interface ReferenceServersOptions {
  readonly bimpeApiKey: string;
  readonly bimpe?: BimpeOptions;
}

/** Starts all of them on free ports, filled with the demo. */
export async function startReferenceServers(
  options: ReferenceServersOptions,
): Promise<ReferenceServers> {
  const bimpe = await createReferenceServer(
    createBimpe({
      agentIds: [demoAgentId],
      apiKeys: {
        [options.bimpeApiKey]: { scopes: ['conversations:read', 'conversations:write'] },
      },
      // Every tab, story and test of the playground is on this one team.
      maxStreams: 200,
      ...options.bimpe,
    }),
  );
  bimpe.seed({ conversations: createDemoConversations(Date.now()) });
  return { bimpe, close: () => bimpe.close() };
}
