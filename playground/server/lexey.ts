import { createUsualReply } from './lexey/lexeyAgent.ts';
import { createLexeyControl, listRows } from './lexey/lexeyControl.ts';
import { errorForStatus } from './lexey/lexeyError.ts';
import { matchLexeyRoute } from './lexey/lexeyRoutes.ts';
import { createLexeyStore } from './lexey/lexeyStore.ts';
import type { LexeyRules, LexeySystem } from './lexey/lexeySystem.ts';
import { createLexeyTimers } from './lexey/lexeyTimers.ts';
import type { LexeyControl, LexeyKind } from './lexey/lexeyTypes.ts';
import { serveLexeyCall } from './lexey/serveLexeyCall.ts';
import type { BackendServices, ReferenceBackend } from './referenceBackend.ts';

/** Times are ms. Defaults are those of PROTOCOLS §5.7. */
export interface LexeyOptions extends Partial<LexeyRules> {
  /** Keys with the base they open. Default one each: `lxc_test_demo`, `lxm_test_demo`. */
  readonly apiKeys?: Readonly<Record<string, LexeyKind>>;
  /** Between the deltas of a usual reply. Default 40. */
  readonly deltaDelay?: number;
  /** Until a person answers. Default 4,000. */
  readonly personDelay?: number;
}

const usualRules: LexeyRules = {
  messageLimit: 50,
  maxLength: 4_000,
  hasSubscription: true,
  hasIds: true,
  maxDuration: 120_000,
  storesAfterDisconnect: true,
  storesFailed: false,
  storeDelay: 0,
};

const demoKeys: Readonly<Record<string, LexeyKind>> = {
  lxc_test_demo: 'customer',
  lxm_test_demo: 'management',
};

/** Lexey: each send is answered by a stream of deltas; history has no ids (PROTOCOLS §5). */
export function createLexey(
  options: LexeyOptions = {},
): (services: BackendServices) => ReferenceBackend<LexeyControl> {
  return (services) => {
    const system: LexeySystem = {
      services,
      store: createLexeyStore(services.clock),
      timers: createLexeyTimers(),
      apiKeys: options.apiKeys ?? demoKeys,
      rules: { ...usualRules, ...options },
      usualReply: createUsualReply({
        deltaDelay: options.deltaDelay ?? 40,
        personDelay: options.personDelay ?? 4_000,
      }),
    };
    return {
      name: 'lexey',
      turnRoutes: ['send'],
      routeOf: (method, path) => matchLexeyRoute(method, path)?.name,
      handle: (call) => serveLexeyCall(system, call),
      errorReply: (_call, status) => errorForStatus(status).toReply(),
      control: createLexeyControl(system),
      transcript: (conversationId) => listRows(system, conversationId),
      clear: () => clearLexey(system),
      describe: () => describeLexey(system),
    };
  };
}

function clearLexey({ store, timers }: LexeySystem): void {
  // Sends that wait for a reply must not wait for ever.
  for (const { turn } of store.all()) turn?.abandon();
  timers.clear();
  store.clear();
}

function describeLexey({ store }: LexeySystem): Record<string, unknown> {
  return {
    conversations: store.all().map(({ id, kind, title, status, messages, turn }) => ({
      id,
      kind,
      title,
      status,
      messages: messages.length,
      isReplying: turn !== undefined,
    })),
  };
}
