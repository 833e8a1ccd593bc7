import {
  ConversationError,
  defaultPolicy,
  turns,
  type ConversationTransport,
} from '../core/index.ts';
import { createFeedCalls } from './createFeedCalls.ts';
import { createScriptedServer, type ScriptedServer } from './createScriptedServer.ts';
import { createSeededRandom } from './createSeededRandom.ts';
import { createTurnCalls } from './createTurnCalls.ts';
import type { VirtualClock } from './createVirtualClock.ts';
import type { ScriptedTransport, ScriptedTransportOptions } from './scriptedTransport.ts';
import { systemClock } from './systemClock.ts';

/**
 * A backend in memory, for tests and stories: no server, no network. What it stores, says and gets wrong is
 * yours to decide; with a virtual clock every run is the same.
 *
 * ```ts
 * const transport = createScriptedTransport({
 *   conversations: { support: [{ role: 'user', text: 'Hello?' }, 'Hi! How can I help?'] },
 *   reply: (message) => [{ type: 'reasoning', text: 'Hm.' }, 'Let me see.'],
 * });
 * transport.emit('support', 'Are you still there?');
 * transport.fault({ kind: 'drop' });
 * ```
 */
export function createScriptedTransport(options: ScriptedTransportOptions = {}): ScriptedTransport {
  const { clock = systemClock, shape = 'feed', continuity = 'cursor', matchesSend } = options;
  const server = createScriptedServer({
    clock,
    continuity,
    conversations: options.conversations ?? {},
    random: createSeededRandom(options.seed),
    heartbeat: options.heartbeat ?? 15_000,
    conditions: {
      reply: options.reply,
      agent: options.agent,
      pace: options.pace ?? {},
      latency: options.latency ?? 0,
      faults: options.faults ?? {},
      isReachable: options.isReachable ?? true,
    },
  });
  return Object.assign(createControls(server), {
    name: options.name ?? 'scripted',
    scope: options.scope ?? 'scripted',
    continuity,
    capabilities: { ...getCapabilities(shape), ...options.capabilities },
    policy: { ...defaultPolicy, ...options.policy },
    turns,
    ...createHistoryCalls(server),
    ...(shape === 'feed' ? createFeedCalls(server) : createTurnCalls(server)),
    ...(matchesSend && { matchesSend }),
    advance: (ms: number) => advance(clock, ms),
  });
}

function getCapabilities(shape: 'feed' | 'turn'): ConversationTransport['capabilities'] {
  const isTurn = shape === 'turn';
  return {
    canSend: true,
    canStop: isTurn,
    canRegenerate: isTurn,
    canAttach: true,
    canApprove: isTurn,
    isSendIdempotent: true,
    history: 'cursor',
  };
}

function createHistoryCalls(server: ScriptedServer): Pick<ConversationTransport, 'listMessages'> {
  return {
    async listMessages({ conversationId, cursor, limit, signal }) {
      const place = cursor === undefined ? {} : { cursor };
      await server.admit('history', { conversationId, signal, ...place });
      return server.conversation(conversationId).store.readPage({ limit, ...place });
    },
  };
}

type Controls = Omit<ScriptedTransport, keyof ConversationTransport | 'advance'>;

function createControls(server: ScriptedServer): Controls {
  const { conversation } = server;
  return {
    emit(id, script) {
      const { store, feed } = conversation(id);
      const message = store.put(store.create(script));
      feed.publish([{ type: 'message', message }]);
      return message;
    },
    edit(id, messageId, change) {
      const { store, feed } = conversation(id);
      const message = store.edit(messageId, change);
      feed.publish([{ type: 'message', message }]);
      return message;
    },
    delete(id, messageId) {
      const { store, feed } = conversation(id);
      store.remove(messageId);
      feed.publish([{ type: 'message-deleted', messageId }]);
    },
    say: (id, reply) => conversation(id).reply(reply, conversation(id).feed),
    tell: (id, ...events) => conversation(id).feed.publish(events),
    fault: server.fault,
    configure: server.configure,
    messages: (id) => [...conversation(id).store.messages],
    get requests() {
      return [...server.requests];
    },
    countRequests: (wanted) =>
      server.requests.filter(({ kind }) => wanted === undefined || kind === wanted).length,
    get openStreams() {
      return server.openStreams;
    },
    dispose: server.dispose,
  };
}

function advance(clock: Partial<VirtualClock>, ms: number): Promise<void> {
  if (clock.advance) return clock.advance(ms);
  throw new ConversationError(
    'invalid_argument',
    'Time cannot be advanced: give the transport `clock: createVirtualClock()`.',
  );
}
