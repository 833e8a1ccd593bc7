import type { Clock, ConversationError } from '../core/index.ts';
import { createFaults, type Faults } from './createFaults.ts';
import {
  createScriptedConversation,
  type ScriptedConversation,
} from './createScriptedConversation.ts';
import { createFaultError, type ScriptedFault, type ScriptedRequestKind } from './scriptedFault.ts';
import { defaultPace } from './scriptedReply.ts';
import type {
  ScriptedConditions,
  ScriptedRequest,
  ScriptedTransportOptions,
} from './scriptedTransport.ts';
import { wait } from './wait.ts';

type Call = Omit<ScriptedRequest, 'kind' | 'at'> & { readonly signal: AbortSignal };

/** The server behind a scripted transport: its conversations, and what the way to it is like. */
export interface ScriptedServer {
  readonly conditions: ScriptedConditions;
  readonly faults: Faults;
  readonly requests: readonly ScriptedRequest[];
  readonly openStreams: number;
  conversation(id: string): ScriptedConversation;
  /** A request on its way: resolves when it got through, throws when it did not. */
  admit(kind: ScriptedRequestKind, call: Call): Promise<void>;
  fault(fault: ScriptedFault): void;
  configure(conditions: Partial<ScriptedConditions>): void;
  dispose(): void;
}

interface ServerOptions extends Pick<ScriptedTransportOptions, 'conversations'> {
  readonly clock: Clock;
  readonly random: () => number;
  readonly heartbeat: number;
  readonly continuity: NonNullable<ScriptedTransportOptions['continuity']>;
  readonly conditions: ScriptedConditions;
}

export function createScriptedServer(options: ServerOptions): ScriptedServer {
  const { clock, random, heartbeat, continuity, conversations = {} } = options;
  let { conditions } = options;
  const known = new Map<string, ScriptedConversation>();
  const requests: ScriptedRequest[] = [];
  const faults = createFaults(() => conditions.faults, random);
  const getPace = () => ({ ...defaultPace, ...conditions.pace });
  const settings = {
    clock,
    heartbeat,
    continuity,
    faults,
    getPace,
    getAgent: () => conditions.agent,
  };

  const interrupt = (how: 'drop' | 'close' | 'half-open', error?: ConversationError): void => {
    for (const { feed, turn } of known.values()) {
      feed.interrupt(how, error);
      turn?.interrupt(how, error);
    }
  };
  const forgetCursors = (): void => {
    for (const { feed, turn } of known.values()) {
      feed.forgetCursors();
      turn?.forgetCursors();
    }
  };
  const open = (id: string): ScriptedConversation => {
    const created = createScriptedConversation(id, conversations[id] ?? [], settings);
    known.set(id, created);
    return created;
  };
  for (const id of Object.keys(conversations)) open(id);
  return {
    get conditions() {
      return conditions;
    },
    faults,
    requests,
    get openStreams() {
      let count = 0;
      for (const { feed, turn } of known.values())
        count += feed.openStreams + (turn?.openStreams ?? 0);
      return count;
    },
    conversation: (id) => known.get(id) ?? open(id),
    async admit(kind, { signal, ...call }) {
      requests.push({ kind, at: clock.now(), ...call });
      const { delay, error } = faults.takeForRequest(kind);
      await wait(clock, drawLatency(conditions.latency, random) + delay, signal);
      if (!conditions.isReachable) throw createFaultError('network');
      if (error) throw error;
    },
    fault(fault) {
      if (fault.kind === 'drop') interrupt('drop', createFaultError(fault.error ?? 'network'));
      else if (fault.kind === 'close' || fault.kind === 'half-open') interrupt(fault.kind);
      else if (fault.kind === 'forget-cursors') forgetCursors();
      else faults.queue(fault);
    },
    configure(changes) {
      conditions = { ...conditions, ...changes };
      if (changes.faults && Object.keys(changes.faults).length === 0) faults.clear();
      if (changes.isReachable === false) interrupt('drop');
    },
    dispose() {
      for (const conversation of known.values()) conversation.dispose();
    },
  };
}

function drawLatency(latency: ScriptedConditions['latency'], random: () => number): number {
  if (typeof latency === 'number') return latency;
  const [min, max] = latency;
  return min + random() * (max - min);
}
