import type { ConversationError, ConversationEvent } from 'react-conversation-stream/core';
import {
  createLexeyTransport,
  type LexeyTransport,
  type LexeyTransportOptions,
} from 'react-conversation-stream/transports/lexey';
import { drain } from '../../helpers/collect.ts';
import type { LexeyServer } from '../../helpers/startLexey.ts';

/** A transport that talks to a test's server. */
export function createTestTransport(
  server: LexeyServer,
  options: Partial<LexeyTransportOptions> = {},
): LexeyTransport {
  return createLexeyTransport({ baseUrl: server.baseUrl, apiKey: server.apiKey, ...options });
}

/** What one attempt told, put together by the rules of the port and nothing else. */
export interface Told {
  readonly events: readonly ConversationEvent[];
  readonly batches: number;
  readonly text: string;
  /** Of the one reply; `undefined` while it is left without an end. */
  readonly status: string | undefined;
  readonly hasReply: boolean;
  readonly error: ConversationError | undefined;
  readonly isLossy: boolean;
  /** What the iteration threw. */
  readonly thrown: ConversationError | undefined;
}

export function send(
  transport: LexeyTransport,
  text: string,
  signal: AbortSignal = new AbortController().signal,
): AsyncIterable<readonly ConversationEvent[]> {
  return transport.sendMessage({
    conversationId: 'cv_1',
    message: { parts: [{ type: 'text', text }] },
    idempotencyKey: 'k1',
    signal,
  });
}

export async function readTurn(transport: LexeyTransport, text = 'hi'): Promise<Told> {
  const { items, error: thrown } = await drain(send(transport, text));
  const events = items.flat();
  const end = events.find((event) => event.type === 'message-end');
  return {
    events,
    batches: items.length,
    text: readText(events),
    status: end?.status,
    hasReply: events.some(({ type }) => type === 'message-start'),
    error: end?.error,
    isLossy: events.some((event) => event.type === 'diagnostic' && event.isLossy === true),
    thrown: thrown as ConversationError | undefined,
  };
}

/** The text of the reply; throws when parts come before the message or deltas before the part. */
export function readText(events: readonly ConversationEvent[]): string {
  let text: string | undefined;
  let isStarted = false;
  for (const event of events) {
    if (event.type === 'message-start') {
      if (isStarted) throw new Error('The reply begins twice.');
      isStarted = true;
    } else if (event.type === 'part-set') {
      if (!isStarted || event.part.type !== 'text') throw new Error('A part without a message.');
      text = event.part.text;
    } else if (event.type === 'part-delta') {
      if (text === undefined) throw new Error('A delta without a part.');
      text += event.delta;
    }
  }
  return text ?? '';
}
