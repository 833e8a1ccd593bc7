import {
  turns,
  type ConversationEvent,
  type ConversationTransport,
  type GetMessageRequest,
  type ListMessagesRequest,
  type MessagePage,
  type OpenFeedRequest,
  type SendMessageRequest,
  type SendReceipt,
  type ServerMessage,
} from 'react-conversation-stream/core';
import type { VirtualClock } from '../../helpers/virtualClock.ts';
import { conversationId, epoch } from '../feed/wire.ts';

type Batch = readonly ConversationEvent[];

/** A backend in one object: what it stores, what its feed says, and every request it was sent. */
export interface ScriptedBackend {
  readonly transport: ConversationTransport;
  /** Ms until history answers. Default 0. */
  latency: number;
  /** What history holds, oldest first. Change it freely. */
  stored: ServerMessage[];
  readonly requests: {
    readonly history: ListMessagesRequest[];
    readonly feed: OpenFeedRequest[];
    readonly send: SendMessageRequest[];
    readonly message: GetMessageRequest[];
  };
  /** Replace to answer otherwise. */
  answer: {
    history: (request: ListMessagesRequest) => Promise<MessagePage>;
    send: (request: SendMessageRequest) => Promise<SendReceipt>;
    /** First batches of a stream; it stays open after them. A throw is a refusal. */
    open: (request: OpenFeedRequest) => readonly Batch[];
  };
  /** The page that is stored, whatever `answer.history` does. */
  readPage(request: ListMessagesRequest): MessagePage;
  /** Stores a message and says so on the open streams. */
  create(id: string, given?: Partial<ServerMessage> & { readonly text?: string }): ServerMessage;
  /** Says a batch on every open stream. */
  say(...events: ConversationEvent[]): void;
  /** Ends every open stream: cleanly, or broken. */
  endStreams(error?: Error): void;
  countOpen(): number;
}

interface Line {
  readonly batches: Batch[];
  wake: () => void;
  end: (() => void) | undefined;
}

/** A message as a backend tells it; `at` is seconds after the start of virtual time. */
export function tell(
  id: string,
  {
    text = `Text of ${id}`,
    at = 0,
    ...given
  }: Partial<ServerMessage> & {
    readonly text?: string;
    readonly at?: number;
  } = {},
): ServerMessage {
  return {
    id,
    conversationId,
    role: 'assistant',
    parts: [{ type: 'text', text }],
    createdAt: epoch + at * 1_000,
    ...given,
  };
}

/** `count` messages of the past: h1, h2, … */
export function tellPast(count: number): ServerMessage[] {
  return Array.from({ length: count }, (_, index) =>
    tell(`h${index + 1}`, { at: index - count - 100 }),
  );
}

export function createScriptedBackend(
  clock: VirtualClock,
  given: Partial<ConversationTransport> = {},
): ScriptedBackend {
  const lines = new Set<Line>();
  const requests: ScriptedBackend['requests'] = { history: [], feed: [], send: [], message: [] };
  const isNumbered = given.capabilities?.history === 'numbered';
  const say = (...events: ConversationEvent[]): void => {
    for (const line of lines) {
      line.batches.push(events);
      line.wake();
    }
  };
  const backend: ScriptedBackend = {
    latency: 0,
    stored: [],
    requests,
    say,
    countOpen: () => lines.size,
    readPage: (request) =>
      isNumbered ? readNumbered(backend.stored, request) : readAnchored(backend.stored, request),
    create(id, { text, ...fields } = {}) {
      const message = tell(id, { ...(text === undefined ? {} : { text }), ...fields });
      const stored = { ...message, createdAt: fields.createdAt ?? clock.now() };
      backend.stored.push(stored);
      say({ type: 'message', message: stored }, { type: 'cursor', cursor: id });
      return stored;
    },
    endStreams(error) {
      for (const line of lines) {
        line.end = () => {
          if (error) throw error;
        };
        line.wake();
      }
    },
    answer: {
      async history(request) {
        const page = backend.readPage(request);
        if (backend.latency > 0)
          await new Promise<void>((resolve) => clock.after(backend.latency, resolve));
        return page;
      },
      send: async (request) => ({ message: storeSend(backend, request) }),
      open: ({ after }) => [[{ type: 'open' }], replay(backend.stored, after)],
    },
    transport: {
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
        backoff: () => 1_000,
        maxRetryAfter: 60_000,
        idleTimeout: Number.MAX_SAFE_INTEGER,
        headersTimeout: 30_000,
        requestTimeout: 30_000,
        maxRetries: 5,
        resetAfter: 'event',
      },
      async listMessages(request) {
        requests.history.push(request);
        return backend.answer.history(request);
      },
      async getMessage(request) {
        requests.message.push(request);
        const message = backend.stored.find(({ id }) => id === request.messageId);
        if (!message) throw new Error(`There is no ${request.messageId}.`);
        return message;
      },
      async *openFeed(request) {
        requests.feed.push(request);
        const batches = [...backend.answer.open(request)];
        const line: Line = { batches, wake: () => {}, end: undefined };
        const handleAbort = (): void => line.wake();
        request.signal.addEventListener('abort', handleAbort, { once: true });
        lines.add(line);
        try {
          yield* readLine(line, request.signal);
        } finally {
          lines.delete(line);
          request.signal.removeEventListener('abort', handleAbort);
        }
      },
      async sendMessage(request) {
        requests.send.push(request);
        return backend.answer.send(request);
      },
      ...given,
    },
  };
  return backend;
}

/** Stores what is sent, once per idempotency key, and echoes it on the feed. */
export function storeSend(
  backend: ScriptedBackend,
  { message, idempotencyKey }: SendMessageRequest,
): ServerMessage {
  const id = `sent-${idempotencyKey}`;
  const known = backend.stored.find((one) => one.id === id);
  return known ?? backend.create(id, { role: 'user', parts: message.parts });
}

function replay(stored: readonly ServerMessage[], after: string | undefined): Batch {
  const from = stored.findIndex(({ id }) => id === after);
  if (from < 0) return [];
  return stored.slice(from + 1).flatMap((message): ConversationEvent[] => [
    { type: 'message', message },
    { type: 'cursor', cursor: message.id },
  ]);
}

async function* readLine(line: Line, signal: AbortSignal): AsyncGenerator<Batch> {
  while (!signal.aborted) {
    const batch = line.batches.shift();
    if (batch) yield batch;
    else if (line.end) return line.end();
    else await new Promise<void>((resolve) => (line.wake = resolve));
  }
}

/** Pages that end right before the message their cursor names. */
function readAnchored(
  stored: readonly ServerMessage[],
  { cursor, limit }: ListMessagesRequest,
): MessagePage {
  const anchor = stored.findIndex(({ id }) => id === cursor);
  const end = cursor === undefined ? stored.length : Math.max(0, anchor);
  return cutPage(stored, end, limit);
}

/** Pages counted from the newest message, two of them known already. */
function readNumbered(
  stored: readonly ServerMessage[],
  { offset = 0, limit }: ListMessagesRequest,
): MessagePage {
  return cutPage(stored, stored.length - Math.max(0, offset - 2), limit + (offset > 0 ? 2 : 0));
}

function cutPage(stored: readonly ServerMessage[], end: number, limit: number): MessagePage {
  const start = Math.max(0, end - limit);
  const messages = stored.slice(start, end);
  const [first] = messages;
  return { messages, ...(start > 0 && first ? { olderCursor: first.id } : {}) };
}

/** A promise that a test settles. */
export function defer<T>(): {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(reason: unknown): void;
} {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((onValue, onReason) => {
    resolve = onValue;
    reject = onReason;
  });
  return { promise, resolve, reject };
}
