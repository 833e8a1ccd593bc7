import type { ConversationEvent, ConversationTransport } from '../../core/index.ts';
import { createSeededRandom } from '../createSeededRandom.ts';
import type { ConformanceBackend, TransportChecksOptions } from './transportChecks.ts';
import { createWire, type Respond, type Wire } from './createWire.ts';

export type Batch = readonly ConversationEvent[];
/** A stream that brings messages: the endless feed, or the answer to a send. */
export type Shape = 'feed' | 'turn';

/** The transport under test, with what every check needs. */
export interface Subject {
  readonly backend: ConformanceBackend;
  readonly secrets: readonly string[];
  readonly timeout: number;
  readonly random: () => number;
  /** What this transport and its driver can show. Never empty. */
  readonly shapes: readonly Shape[];
  /** A fresh transport over a wire that does this to its requests. Patience is short, delays are none. */
  connect(respond?: Respond): { readonly transport: ConversationTransport; readonly wire: Wire };
}

export function createSubject(options: TransportChecksOptions): Subject {
  const { backend, createTransport, secrets = [], timeout = 5_000, seed = 1 } = options;
  return {
    backend,
    secrets,
    timeout,
    random: createSeededRandom(seed),
    get shapes() {
      return readShapes(createTransport({ fetch }), backend);
    },
    connect(respond) {
      const wire = createWire(respond);
      return { wire, transport: makeHasty(createTransport({ fetch: wire.fetch })) };
    },
  };
}

function readShapes(transport: ConversationTransport, backend: ConformanceBackend): Shape[] {
  const shapes: Shape[] = [];
  if (transport.openFeed && backend.emit) shapes.push('feed');
  if (transport.sendMessage && backend.answer) shapes.push('turn');
  if (shapes.length > 0) return shapes;
  throw new Error(
    'Nothing to check: a transport with a feed needs backend.emit, one with turns needs backend.answer.',
  );
}

const methods = [
  'listMessages',
  'getMessage',
  'createConversation',
  'openFeed',
  'sendMessage',
  'resumeTurn',
  'cancelTurn',
  'regenerate',
  'respondToApproval',
  'matchesSend',
] as const;

/** The same transport without waits, whatever it is made of. */
function makeHasty(transport: ConversationTransport): ConversationTransport {
  const { name, scope, capabilities, continuity, policy, turns } = transport;
  const calls = methods.flatMap((method) => {
    const call = transport[method] as ((...given: unknown[]) => unknown) | undefined;
    return call ? [[method, call.bind(transport)] as const] : [];
  });
  return {
    ...(Object.fromEntries(calls) as unknown as Pick<ConversationTransport, 'listMessages'>),
    name,
    scope,
    capabilities,
    continuity,
    ...(turns && { turns }),
    policy: { ...policy, backoff: () => 1, maxRetries: 100, recoveryDelays: [5, 50, 500, 2_000] },
  };
}

/** The turn a send begins; `undefined` where it is answered with a receipt. */
export function toTurn(sent: unknown): AsyncIterable<Batch> | undefined {
  return typeof sent === 'object' && sent !== null && Symbol.asyncIterator in sent
    ? (sent as AsyncIterable<Batch>)
    : undefined;
}

/** The open conversation's opposite: texts a parser may trip over, each different. */
export const trickyTexts = [
  'Plain.',
  'Größer 😀 naïve 漢字 \u{1F468}\u200D\u{1F469}',
  'one line\nanother\r\nand a third',
  'data: not a field\n\nid: 7',
  '{"text":"quoted \\" and \\\\"}',
] as const;
