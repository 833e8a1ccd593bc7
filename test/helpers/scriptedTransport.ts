import {
  ConversationError,
  type ConversationEvent,
  type ConversationTransport,
  type ServerMessage,
  type SendMessageRequest,
} from 'react-conversation-stream';
import { turns } from 'react-conversation-stream/core';

/** A backend in one object: a test decides what its history holds and what its streams say. */
export interface ScriptedTransport extends ConversationTransport {
  /** Sends a batch on every open stream. */
  emit(...events: ConversationEvent[]): void;
  /** Ends every open stream cleanly, or breaks it. */
  endStreams(error?: ConversationError): void;
  /** What history holds, per conversation, oldest first. Change it freely. */
  readonly stored: Map<string, ServerMessage[]>;
  /** Requests so far. */
  readonly counts: { history: number; streams: number; sends: number };
  /** Streams open now. */
  countOpen(): number;
  /** The next sends, in order, are answered by these; without one they are stored and echoed. */
  readonly answers: ((request: SendMessageRequest) => Promise<ServerMessage>)[];
  /** The next `times` history requests are refused. */
  refuseHistory(times: number): void;
  /** The next send is refused. */
  refuseSend(): void;
  /** The next `times` streams are refused with this. */
  refuseStreams(times: number, error: ConversationError): void;
}

interface Stream {
  readonly conversationId: string;
  readonly batches: (readonly ConversationEvent[])[];
  wake: () => void;
  end: (() => void) | undefined;
}

/** A message as a backend tells it. `at` is minutes after noon. */
export function serverMessage(
  id: string,
  text = `Text of ${id}`,
  given: Partial<ServerMessage> & { readonly at?: number } = {},
): ServerMessage {
  const { at = 0, ...fields } = given;
  return {
    id,
    conversationId: 'c1',
    role: 'assistant',
    parts: [{ type: 'text', text }],
    createdAt: Date.UTC(2026, 0, 2, 12, at),
    ...fields,
  };
}

export function createScriptedTransport(
  messages: readonly ServerMessage[] = [],
): ScriptedTransport {
  const streams = new Set<Stream>();
  const stored = new Map([['c1', [...messages]]]);
  const counts = { history: 0, streams: 0, sends: 0 };
  const answers: ScriptedTransport['answers'] = [];
  let historyRefusals = 0;
  const streamRefusals: ConversationError[] = [];
  const store = (message: ServerMessage): ServerMessage => {
    const held = stored.get(message.conversationId) ?? [];
    stored.set(message.conversationId, [...held, message]);
    return message;
  };
  const emit = (...events: ConversationEvent[]): void => {
    for (const stream of streams) {
      stream.batches.push(events);
      stream.wake();
    }
  };
  return {
    name: 'scripted',
    turns,
    scope: 'scripted',
    continuity: 'cursor',
    capabilities: {
      canSend: true,
      canStop: false,
      canRegenerate: false,
      canAttach: false,
      canApprove: false,
      isSendIdempotent: true,
      history: 'cursor',
    },
    policy: {
      backoff: () => 1,
      maxRetryAfter: 60_000,
      idleTimeout: 45_000,
      headersTimeout: 30_000,
      requestTimeout: 30_000,
      maxRetries: 5,
      resetAfter: 'event',
    },
    stored,
    counts,
    answers,
    emit,
    countOpen: () => streams.size,
    refuseHistory(times) {
      historyRefusals = times;
    },
    refuseSend() {
      answers.push(() => Promise.reject(refusal()));
    },
    refuseStreams(times, error) {
      for (let index = 0; index < times; index += 1) streamRefusals.push(error);
    },
    endStreams(error) {
      for (const stream of streams) {
        stream.end = () => {
          if (error) throw error;
        };
        stream.wake();
      }
    },
    async listMessages({ conversationId, cursor, limit }) {
      counts.history += 1;
      if (historyRefusals > 0) {
        historyRefusals -= 1;
        throw refusal();
      }
      const all = stored.get(conversationId) ?? [];
      const end = cursor === undefined ? all.length : Number(cursor);
      const start = Math.max(0, end - limit);
      const page = all.slice(start, end);
      return { messages: page, ...(start > 0 && { olderCursor: String(start) }) };
    },
    async *openFeed({ conversationId, signal }) {
      counts.streams += 1;
      const refused = streamRefusals.shift();
      if (refused) throw refused;
      const stream: Stream = { conversationId, batches: [], wake: () => {}, end: undefined };
      const handleAbort = (): void => stream.wake();
      signal.addEventListener('abort', handleAbort);
      streams.add(stream);
      try {
        yield [{ type: 'open' }];
        yield* readBatches(stream, signal);
        stream.end?.();
      } finally {
        streams.delete(stream);
        signal.removeEventListener('abort', handleAbort);
      }
    },
    async sendMessage(request) {
      counts.sends += 1;
      const answer = answers.shift();
      if (answer) return { message: await answer(request) };
      const { conversationId, idempotencyKey, message } = request;
      const fields = { conversationId, role: 'user', parts: message.parts, at: 30 } as const;
      const sent = store(serverMessage(`sent-${counts.sends}`, '', fields));
      emit({ type: 'message', message: { ...sent, clientId: idempotencyKey } });
      return { message: sent };
    },
  };
}

async function* readBatches(
  stream: Stream,
  signal: AbortSignal,
): AsyncGenerator<readonly ConversationEvent[]> {
  while (!signal.aborted) {
    const batch = stream.batches.shift();
    if (batch) yield batch;
    else if (stream.end) return;
    else await new Promise<void>((resolve) => (stream.wake = resolve));
  }
}

function refusal(): ConversationError {
  return new ConversationError('bad_request', 'No.', { status: 400 });
}
