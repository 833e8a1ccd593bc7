import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { ConversationError, toConversationError } from '../model/conversationError.ts';

/** One dispatched Server-Sent Event (HTML §9.2.6). */
export interface StreamEvent {
  /** `message` unless the block named another. */
  readonly type: string;
  readonly data: string;
  /** The last id seen up to this event's blank line; persists over events without one. */
  readonly lastEventId: string;
}

export interface ReadEventStreamOptions {
  /** Ends the iteration quietly, cancels the body, delivers nothing more. */
  readonly signal?: AbortSignal;
  /** Characters one event or one line may have. Default 4 Mi. Beyond it: `event_too_large`. */
  readonly maxEventSize?: number;
  /** Called for every chunk, comments and half events included: food for a watchdog. */
  readonly onBytes?: (count: number) => void;
  /** SSE `retry:`, ms, clamped to 60,000; digit strings longer than nine are ignored (PROTOCOLS §2.3). */
  readonly onRetry?: (delay: number) => void;
  /** Called at the blank line of every block with an `id`, also one without data (PROTOCOLS §2.1.10). */
  readonly onLastEventId?: (id: string) => void;
}

const defaultMaxEventSize = 4 * 1024 * 1024;
const blankLine = /\n\n|\r\n\r\n|\r\r/;

/**
 * Events of a `text/event-stream` body, one by one. A half event at the end is dropped, as the standard
 * says. Leaving the loop cancels the body. Throws `network` when the body breaks, `event_too_large`.
 */
export async function* readEventStream(
  body: ReadableStream<Uint8Array>,
  options: ReadEventStreamOptions = {},
): AsyncGenerator<StreamEvent, void, undefined> {
  for await (const batch of readEventBatches(body, options)) {
    for (const event of batch) {
      if (options.signal?.aborted) return;
      yield event;
    }
  }
}

/** As `readEventStream`, one batch per network chunk; a chunk that completes no event is an empty batch. */
export async function* readEventBatches(
  body: ReadableStream<Uint8Array>,
  options: ReadEventStreamOptions = {},
): AsyncGenerator<readonly StreamEvent[], void, undefined> {
  const { signal, onBytes } = options;
  const reader = body.getReader();
  const decode = createDecoder(options);
  // Cancelling resolves a pending read at once, so an abort never waits for the next byte.
  const cancel = (): void => void reader.cancel().catch(() => {});
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    while (!signal?.aborted) {
      const { done, value } = await readChunk(reader, signal);
      if (done || signal?.aborted) return;
      onBytes?.(value.byteLength);
      const { events, error } = decode(value);
      yield events;
      if (error) throw error;
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
    cancel();
  }
}

type Chunk = ReadableStreamReadResult<Uint8Array>;

async function readChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<Chunk> {
  try {
    return await reader.read();
  } catch (error) {
    if (signal?.aborted) return { done: true, value: undefined };
    throw toConversationError(error, 'network', { retryable: true });
  }
}

interface Decoded {
  readonly events: readonly StreamEvent[];
  /** Set when the chunk broke a limit; the events before it are good. */
  readonly error: ConversationError | undefined;
}

function createDecoder(options: ReadEventStreamOptions): (chunk: Uint8Array) => Decoded {
  const maxEventSize = options.maxEventSize ?? defaultMaxEventSize;
  // The parser strips one BOM itself; a decoder that strips too would eat the second (PROTOCOLS §2.4).
  const text = new TextDecoder('utf-8', { ignoreBOM: true });
  let events: StreamEvent[] = [];
  let lastEventId = '';
  let lineLength = 0;
  let blockLength = 0;
  let isTooLarge = false;
  const parser = createParser({
    maxBufferSize: maxEventSize,
    onId(id) {
      lastEventId = id;
      options.onLastEventId?.(id);
    },
    onEvent: ({ event, data }: EventSourceMessage) => {
      events.push({ type: event || 'message', data, lastEventId });
    },
    onRetry: (delay) => reportRetry(delay, options),
    onComment: (comment) => void (blockLength -= comment.length + 2),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') isTooLarge = true;
    },
  });
  return (chunk) => {
    const part = text.decode(chunk, { stream: true });
    parser.feed(part);
    // The parser drops lines that cannot become a field without buffering them: count them ourselves, or
    // an endless one would look alive for ever. And a block of countless empty lines costs it far more
    // memory than characters.
    lineLength = countOpenLine(part, lineLength);
    blockLength = events.length > 0 || blankLine.test(part) ? 0 : blockLength + part.length;
    const delivered = events;
    events = [];
    const error =
      isTooLarge || Math.max(lineLength, blockLength) > maxEventSize
        ? createTooLarge(maxEventSize)
        : undefined;
    return { events: delivered, error };
  };
}

function reportRetry(delay: number, options: ReadEventStreamOptions): void {
  if (delay <= 999_999_999) options.onRetry?.(Math.min(delay, 60_000));
}

function countOpenLine(part: string, before: number): number {
  // Behind the last line feed alone: a stream without a carriage return would be searched whole.
  const rest = part.slice(part.lastIndexOf('\n') + 1);
  const end = rest.lastIndexOf('\r');
  if (end >= 0) return rest.length - end - 1;
  return rest.length < part.length ? rest.length : before + part.length;
}

function createTooLarge(limit: number): ConversationError {
  return new ConversationError(
    'event_too_large',
    `An event of the stream is larger than ${limit} characters. The connection was dropped to bound memory; raise maxEventSize if such events are expected.`,
    { retryable: true },
  );
}
