import { guardStream } from './connection/guardStream.ts';
import { createCut } from './conversation/createCut.ts';
import { commitEvents } from './conversation/commitEvents.ts';
import { createDiagnostics } from './conversation/createDiagnostics.ts';
import { createLocalId } from './conversation/createLocalId.ts';
import { matchesSend } from './conversation/matchesSend.ts';
import { toOutgoing } from './conversation/toOutgoing.ts';
import type { SendMessageInput } from './conversation/conversation.ts';
import { systemClock, type Clock } from './environment.ts';
import { ConversationError, toConversationError } from './model/conversationError.ts';
import type { ConversationEvent } from './model/conversationEvent.ts';
import type { Message } from './model/message.ts';
import { toMessage } from './transcript/entry.ts';
import type { PartEvent } from './transcript/streamParts.ts';
import { TurnTranscript } from './transcript/turnTranscript.ts';
import type { ConversationTransport } from './transport.ts';

/** What one reply is made of, as it arrives. */
export type TurnEvent<TMetadata = unknown> =
  /** More text of the message `messageId`, verbatim. */
  | { readonly type: 'text-delta'; readonly messageId: string; readonly delta: string }
  /** What the backend says about the conversation, e.g. `escalated`. */
  | { readonly type: 'status'; readonly status: string; readonly detail?: unknown }
  /** A message of the turn is over: whole, or with what came of it (`status`). */
  | { readonly type: 'message'; readonly message: Message<TMetadata> };

export interface StreamTurnOptions {
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** Uniform in [0, 1). Makes the idempotency key. */
  readonly random?: () => number;
}

/**
 * Sends a message and yields the reply as it arrives, for backends that answer in-band. One attempt, which
 * begins with the first `next()`; `break`, `return` and abort end it. A turn that breaks off yields its
 * messages as `interrupted`, then throws a `ConversationError`; so does one that the server refuses.
 */
export async function* streamTurn<TMetadata = unknown>(
  transport: ConversationTransport<TMetadata>,
  conversationId: string,
  message: SendMessageInput,
  { signal, clock = systemClock, random = Math.random }: StreamTurnOptions = {},
): AsyncGenerator<TurnEvent<TMetadata>, void, undefined> {
  const controller = new AbortController();
  const { headersTimeout, idleTimeout, turnTimeout: maxDuration } = transport.policy;
  const reply = createReply(transport, conversationId);
  const answer = transport.sendMessage?.({
    conversationId,
    message: toOutgoing(message),
    idempotencyKey: createLocalId(random),
    signal: controller.signal,
  });
  if (!answer || !(Symbol.asyncIterator in answer)) throw createNoTurns(transport.name);
  const stream = guardStream(
    (end) => {
      end.addEventListener('abort', () => controller.abort(), { once: true });
      return answer;
    },
    {
      clock,
      headersTimeout,
      idleTimeout,
      maxDuration,
      signal: signal ?? new AbortController().signal,
    },
  );
  try {
    for (let batch = await stream.next(); batch; batch = await stream.next())
      yield* reply.take(batch);
    if (reply.isRunning) throw createCut();
  } catch (error) {
    if (signal?.aborted) return;
    yield* reply.interrupt(toConversationError(error, 'invalid_response'));
    throw error;
  } finally {
    stream.close();
    controller.abort();
  }
}

interface Reply<TMetadata> {
  /** A message has begun and not ended. */
  readonly isRunning: boolean;
  take(batch: readonly ConversationEvent[]): Generator<TurnEvent<TMetadata>, void, undefined>;
  /** Ends what still streams. */
  interrupt(error?: ConversationError): Generator<TurnEvent<TMetadata>, void, undefined>;
}

function createReply<TMetadata>(
  transport: ConversationTransport<TMetadata>,
  conversationId: string,
): Reply<TMetadata> {
  const rule = transport as ConversationTransport;
  const transcript = new TurnTranscript((local, message, isAnswer) =>
    matchesSend(rule, local, message, isAnswer),
  );
  const diagnostics = createDiagnostics(conversationId, undefined);
  const running = new Set<string>();
  const target = { conversationId, transcript, diagnostics, setStatus: () => {} };
  /** Of each text part, what was told. */
  const told = new Map<string, string>();
  const readText = ({ messageId, partId }: PartEvent): TurnEvent<TMetadata> | undefined => {
    const entry = transcript.find(messageId);
    const part = entry?.parts[entry.places?.get(partId)?.index ?? -1];
    if (part?.type !== 'text') return undefined;
    const key = JSON.stringify([messageId, partId]);
    const before = told.get(key) ?? '';
    if (part.text.length <= before.length || !part.text.startsWith(before)) return undefined;
    told.set(key, part.text);
    return { type: 'text-delta', messageId, delta: part.text.slice(before.length) };
  };
  const toEvent = (event: ConversationEvent): TurnEvent<TMetadata> | undefined => {
    if (event.type === 'status') return event;
    if (event.type === 'message-start') running.add(event.message.id);
    if (event.type === 'message-end') running.delete(event.messageId);
    if (event.type === 'part-delta' || event.type === 'part-set') return readText(event);
    if (event.type !== 'message-end' && event.type !== 'message') return undefined;
    const id = event.type === 'message' ? event.message.id : event.messageId;
    const entry = transcript.find(id);
    return entry && { type: 'message', message: toMessage(entry) as Message<TMetadata> };
  };
  function* take(batch: readonly ConversationEvent[]): Generator<TurnEvent<TMetadata>> {
    for (const event of batch) {
      commitEvents([event], target, { cursor: undefined });
      const next = toEvent(event);
      if (next) yield next;
    }
  }
  return {
    take,
    get isRunning() {
      return running.size > 0;
    },
    *interrupt(error) {
      const detail = error ? { error } : {};
      for (const messageId of running)
        yield* take([{ type: 'message-end', messageId, status: 'interrupted', ...detail }]);
    },
  };
}

function createNoTurns(name: string): ConversationError {
  const message = `The ${name} transport answers on its feed, not in-band: use streamMessages.`;
  return new ConversationError('unsupported', message);
}
