import { createBimpe, type BimpeOptions } from './bimpe.ts';
import type { BimpeControl } from './bimpe/bimpeTypes.ts';
import { createReferenceServer, type ReferenceServer } from './createReferenceServer.ts';
import { createDemoConversations, demoAgentId } from './demoConversations.ts';
import { createExpys, type ExpysOptions } from './expys.ts';
import { createExpysDemo } from './expys/expysDemo.ts';
import type { ExpysControl } from './expys/expysTypes.ts';
import { createLetta, type LettaOptions } from './letta.ts';
import { createLettaDemo, lettaDemoAgentId } from './letta/lettaDemo.ts';
import type { LettaControl } from './letta/lettaTypes.ts';
import { createLexey, type LexeyOptions } from './lexey.ts';
import { createLexeyDemo } from './lexey/lexeyDemo.ts';
import type { LexeyControl } from './lexey/lexeyTypes.ts';

/** Every backend the playground shows, each on its own port. */
export interface ReferenceServers {
  readonly bimpe: ReferenceServer<BimpeControl>;
  readonly expys: ReferenceServer<ExpysControl>;
  readonly lexey: ReferenceServer<LexeyControl>;
  readonly letta: ReferenceServer<LettaControl>;
  close(): Promise<void>;
}

export interface ReferenceServersOptions {
  readonly bimpeApiKey: string;
  readonly bimpe?: BimpeOptions;
  /** The organisation's. */
  readonly expysApiKey: string;
  readonly expys?: ExpysOptions;
  /** Of the customer base. */
  readonly lexeyApiKey: string;
  readonly lexey?: LexeyOptions;
  readonly lettaApiKey: string;
  readonly letta?: LettaOptions;
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
  const expys = await createReferenceServer(
    createExpys({ orgKeys: [options.expysApiKey], ...options.expys }),
  );
  expys.seed(createExpysDemo(Date.now()));
  const lexey = await createReferenceServer(
    createLexey({ apiKeys: { [options.lexeyApiKey]: 'customer' }, ...options.lexey }),
  );
  lexey.seed({ conversations: createLexeyDemo(Date.now()) });
  const letta = await createReferenceServer(
    createLetta({ agentIds: [lettaDemoAgentId], apiKeys: [options.lettaApiKey], ...options.letta }),
  );
  letta.seed({ conversations: createLettaDemo(Date.now()) });
  const servers = { bimpe, expys, lexey, letta };
  return {
    ...servers,
    close: async () =>
      void (await Promise.all(Object.values(servers).map((server) => server.close()))),
  };
}
