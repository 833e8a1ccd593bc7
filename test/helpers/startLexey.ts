import {
  createReferenceServer,
  type ReferenceServer,
  type ReferenceServerOptions,
} from '../../playground/server/createReferenceServer.ts';
import { createLexey, type LexeyOptions } from '../../playground/server/lexey.ts';
import { lexeyPrefixes } from '../../playground/server/lexey/lexeyRoutes.ts';
import type { LexeyControl, LexeyStep } from '../../playground/server/lexey/lexeyTypes.ts';
import { createUntil, type Until } from './createUntil.ts';

/** A Lexey reference server on a free port, with everything a test asks of it. */
export type LexeyServer = ReferenceServer<LexeyControl> & {
  /** `http://127.0.0.1:<port>/api/v1/customer`: what `createLexeyTransport` takes. */
  readonly baseUrl: string;
  readonly managementUrl: string;
  readonly apiKey: string;
  readonly managementKey: string;
  /** An empty conversation that is there from the start; `cv_management` is its twin on the other base. */
  readonly conversationId: string;
  /** The next reply: these deltas, or steps. */
  say(...steps: readonly (string | LexeyStep)[]): void;
  /** What history holds. */
  contents(): readonly string[];
  readonly until: Until;
};

/**
 * Starts a Lexey server for one test. Unlike the playground's it does not dawdle: deltas and people come at
 * once (`deltaDelay`, `personDelay`).
 *
 * ```ts
 * const server = await startLexey();                                   // afterEach: await server.close()
 * server.say('Our', ' hours', { status: 'escalated' }, { text: ' are', delay: 10 }, { person: 'Hi, Maya' });
 * server.queueFault({ kind: 'reset-after', events: 2 });               // hits the next send
 * server.queueFault({ kind: 'http', status: 500, when: 'after', match: { route: 'send' } });
 * expect(server.contents()).toEqual(['When?', 'Our hours are', 'Hi, Maya']);
 * ```
 * Routes for `match.route`: create, send, history; `stream` is `send`, too.
 */
export async function startLexey(
  options: LexeyOptions & ReferenceServerOptions = {},
): Promise<LexeyServer> {
  const apiKey = 'lxc_test_4f9c2b7a61';
  const managementKey = 'lxm_test_0c85d13e9a';
  const conversationId = 'cv_1';
  const apiKeys = { [apiKey]: 'customer', [managementKey]: 'management' } as const;
  const server = await createReferenceServer(
    createLexey({ apiKeys, deltaDelay: 0, personDelay: 0, ...options }),
    options,
  );
  server.seed({
    conversations: [{ id: conversationId }, { id: 'cv_management', kind: 'management' }],
  });
  return {
    ...server,
    baseUrl: server.origin + lexeyPrefixes.customer,
    managementUrl: server.origin + lexeyPrefixes.management,
    apiKey,
    managementKey,
    conversationId,
    say: (...steps) => server.script({ conversationId, replies: [steps.map(toStep)] }),
    contents: () => server.messages(conversationId).map(({ content }) => content),
    until: createUntil(server),
  };
}

function toStep(step: string | LexeyStep): LexeyStep {
  return typeof step === 'string' ? { text: step } : step;
}
