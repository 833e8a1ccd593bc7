import { createLettaControl } from './letta/lettaControl.ts';
import { expandRow } from './letta/expandRow.ts';
import { errorForStatus } from './letta/lettaError.ts';
import { lettaTurnRoutes, matchLettaRoute } from './letta/lettaRoutes.ts';
import { createLettaStore } from './letta/lettaStore.ts';
import type { LettaRules, LettaSystem } from './letta/lettaSystem.ts';
import type { LettaControl, LettaMessage, LettaRow } from './letta/lettaTypes.ts';
import { createRunWaits } from './letta/runWaits.ts';
import { serveLettaCall } from './letta/serveLettaCall.ts';
import { createUsualLettaReply } from './letta/usualLettaReply.ts';
import type { BackendServices, ReferenceBackend } from './referenceBackend.ts';

/** Times are ms. Defaults are those of PROTOCOLS §6.7. */
export interface LettaOptions extends Partial<LettaRules> {
  /** Default one agent. */
  readonly agentIds?: readonly string[];
  /** Default `letta_demo`. */
  readonly apiKeys?: readonly string[];
  /** Whether unscripted messages get a friendly answer. Default true. */
  readonly autoReply?: boolean;
  /** Between the chunks of that answer. Default 30. */
  readonly replyPace?: number;
}

const usualRules: LettaRules = {
  flavour: 'self-hosted',
  hasRedis: true,
  pingInterval: 20_000,
  pingOnlyLimit: 1_800_000,
  flushInterval: 500,
  cancelPollInterval: 500,
  logTtl: 3 * 3_600_000,
  logLength: 10_000,
  lockTtl: 300_000,
  pendingApproval: 'in-band',
};

/** Letta: a run log that is streamed, resumed and cancelled, with tools and approvals (PROTOCOLS §6). */
export function createLetta(
  options: LettaOptions = {},
): (services: BackendServices) => ReferenceBackend<LettaControl> {
  return (services) => {
    const system = createSystem(services, options);
    return {
      name: 'letta',
      routeOf: (method, path) => matchLettaRoute(method, path)?.name,
      turnRoutes: lettaTurnRoutes,
      handle: (call) => serveLettaCall(system, call),
      errorReply: (_call, status, code) => errorForStatus(status, code),
      control: createLettaControl(system),
      transcript: (conversationId) => describeTranscript(system, conversationId),
      clear: () => clearLetta(system),
      describe: () => describeLetta(system),
    };
  };
}

function createSystem(services: BackendServices, options: LettaOptions): LettaSystem {
  const { autoReply = true, replyPace = 30 } = options;
  return {
    services,
    store: createLettaStore(services.clock, services.random),
    rules: { ...usualRules, ...options },
    agentIds: options.agentIds ?? ['agent-00000000-0000-4000-8000-000000000001'],
    apiKeys: options.apiKeys ?? ['letta_demo'],
    runs: new Map(),
    usualReply: autoReply ? createUsualLettaReply(replyPace) : undefined,
    waits: createRunWaits(),
    locks: new Map(),
    lingering: new Set(),
  };
}

function clearLetta({ store, runs, waits, locks, lingering }: LettaSystem): void {
  waits.clear();
  for (const held of [store, runs, locks, lingering]) held.clear();
}

/** One row per message a client shows: what people and agent said, tools and answers to them aside. */
function describeTranscript(
  { store }: LettaSystem,
  conversationId: string,
): readonly { readonly id: string; readonly text: string }[] {
  return (store.find(conversationId)?.rows ?? [])
    .filter(isShown)
    .map((row) => ({ id: row.id, text: expandRow(row).map(readText).join('') }));
}

function isShown({ kind }: LettaRow): boolean {
  return kind === 'user' || kind === 'assistant' || kind === 'approval-request';
}

function readText({ message_type, ...message }: LettaMessage): string {
  const content = message['content'];
  if (message_type !== 'assistant_message' && message_type !== 'user_message') return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: { readonly type?: string; readonly text?: string }) =>
      part.type === 'text' ? part.text : '',
    )
    .join('');
}

function describeLetta({ store, runs, agentIds }: LettaSystem): Record<string, unknown> {
  return {
    agentIds,
    conversations: store.all().map(({ id, agentId, title, rows, pending }) => ({
      id,
      agentId,
      title,
      messages: rows.length,
      isWaiting: pending !== undefined,
    })),
    runs: [...runs.values()].map(({ id, conversationId, status, stopReason }) => ({
      id,
      conversationId,
      status,
      stopReason,
    })),
  };
}
