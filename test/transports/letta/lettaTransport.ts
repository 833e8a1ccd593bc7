import type { ConversationEvent, MessagePart } from 'react-conversation-stream/core';
import {
  createLettaTransport,
  type LettaTransport,
  type LettaTransportOptions,
} from 'react-conversation-stream/transports/letta';
import type { LettaServer } from '../../helpers/startLetta.ts';

/** A transport that talks to a test's server, with waits short enough for a test in real time. */
export function createTestTransport(
  server: LettaServer,
  options: Partial<LettaTransportOptions> = {},
): LettaTransport {
  return createLettaTransport({
    baseUrl: server.origin,
    apiKey: server.apiKey,
    ...options,
    policy: { backoff: () => 5, recoveryDelays: [20, 60, 200], ...options.policy },
  });
}

type Batch = readonly ConversationEvent[];

/** What a turn said until it ended, and what it threw. */
export interface Told {
  readonly batches: readonly Batch[];
  readonly events: readonly ConversationEvent[];
  readonly error: unknown;
  readonly cursor: string | undefined;
}

/** Reads a turn to its end; `until` leaves it earlier. */
export async function tell(
  turn: AsyncIterable<Batch>,
  until: (events: readonly ConversationEvent[]) => boolean = () => false,
): Promise<Told> {
  const batches: Batch[] = [];
  let error: unknown;
  try {
    for await (const batch of turn) {
      batches.push(batch);
      if (until(batches.flat())) break;
    }
  } catch (thrown) {
    error = thrown;
  }
  const events = batches.flat();
  const last = events.findLast((event) => event.type === 'cursor');
  const open = events.find((event) => event.type === 'open');
  const cursor =
    last?.type === 'cursor' ? last.cursor : open?.type === 'open' ? open.cursor : undefined;
  return { batches, events, error, cursor };
}

/** A message as the events make it, in the simplest way there is; the test of core is elsewhere. */

export interface ToldMessage {
  id: string;
  role: string;
  status: string;
  clientId: string | undefined;
  parts: Map<string, MessagePart>;
}

/** Applies events to messages by id; a run told from its beginning again replaces what it told before. Parts of an earlier message are found by their call, as core does. */
export function applyEvents(
  events: readonly ConversationEvent[],
  messages: Map<string, ToldMessage> = new Map(),
): Map<string, ToldMessage> {
  let isRetold = false;
  for (const event of events) {
    if (event.type === 'open' && event.resumed === false) isRetold = true;
    else if (event.type === 'message-start' || event.type === 'message') {
      const { id, role, parts, clientId } = event.message;
      const known = isRetold ? undefined : messages.get(id)?.parts;
      const own = new Map(parts.map((part, index) => [`${index}`, part]));
      const status = event.type === 'message' ? 'complete' : 'streaming';
      messages.set(id, { id, role, clientId, status, parts: known ?? own });
    } else if (event.type === 'part-set') {
      messages.get(event.messageId)?.parts.set(event.partId, event.part);
    } else if (event.type === 'part-delta') {
      const parts = messages.get(event.messageId)?.parts;
      const part = parts?.get(event.partId);
      if (!parts || !part || !('text' in part))
        throw new Error(`A delta for nothing: ${event.partId}`);
      parts.set(event.partId, { ...part, text: part.text + event.delta });
    } else if (event.type === 'message-end') {
      const message = messages.get(event.messageId);
      if (message) message.status = event.status;
    }
  }
  return messages;
}

/** Text and tool results, message by message. */
export function textsOf(messages: Iterable<ToldMessage>): string[] {
  return [...messages].map(({ parts }) => [...parts.values()].map(showPart).join(''));
}

export function showPart(part: MessagePart): string {
  if (part.type === 'text') return part.text;
  if (part.type === 'reasoning') return `<${part.text}>`;
  if ('toolCallId' in part)
    return `[${part.state}:${JSON.stringify(part.input)}→${part.errorText ?? String(part.output)}]`;
  return `{${part.type}}`;
}
