import type { ConversationEvent, StreamEvent } from '../../core/index.ts';
import { checkEvent } from './checkEvent.ts';
import type { Nothing, SseEvent, SseEventReader, SseTransportOptions } from './sseOptions.ts';

export interface EventReaderOptions extends Pick<
  SseTransportOptions,
  'readMessage' | 'events' | 'heartbeats'
> {
  readonly conversationId: string;
  readonly idempotencyKey?: string;
  readonly readCursor?: ((event: SseEvent) => string | number | Nothing) | undefined;
  readonly isEnd?: ((event: SseEvent) => boolean) | undefined;
}

/** Reads the events of one stream. */
export interface EventReader {
  /** Puts what the event means into `events`. True: it was the last of its turn. */
  read(event: StreamEvent, events: ConversationEvent[]): boolean;
}

export function createEventReader(options: EventReaderOptions): EventReader {
  const { readMessage, conversationId, idempotencyKey } = options;
  const { heartbeats = ['heartbeat', 'ping'], readCursor = readLastEventId } = options;
  const context = {
    conversationId,
    state: new Map<string, unknown>(),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
  const readWhole: SseEventReader = ({ json }) => {
    const message = readMessage(json, context);
    return message && { type: 'message', message };
  };
  const readers = new Map(Object.entries({ message: readWhole, ...options.events }));

  const translate = (event: SseEvent): readonly ConversationEvent[] => {
    const reader = readers.get(event.type);
    if (!reader) return [{ type: 'diagnostic', code: 'unknown_event', detail: event.type }];
    const read = [reader(event) ?? []].flat().map((given) => checkEvent(given, conversationId));
    const cursor = String(readCursor(event) ?? '');
    // A control character cannot travel back in a header.
    if (cursor && !/\p{Cc}/u.test(cursor)) read.push({ type: 'cursor', cursor });
    return read;
  };
  return {
    read(streamEvent, events) {
      if (heartbeats.includes(streamEvent.type)) return false;
      const event = toSseEvent(streamEvent, context);
      try {
        if (options.isEnd?.(event)) return true;
        events.push(...translate(event));
      } catch (error) {
        // Skipped without moving the cursor; history tells what it was.
        const detail = `${String(error)} ${event.data.slice(0, 200)}`;
        events.push({ type: 'diagnostic', code: 'malformed_event', detail, isLossy: true });
      }
      return false;
    },
  };
}

function readLastEventId({ lastEventId }: SseEvent): string {
  return lastEventId;
}

function toSseEvent(
  { type, data, lastEventId }: StreamEvent,
  context: Pick<SseEvent, 'conversationId' | 'state' | 'idempotencyKey'>,
): SseEvent {
  return {
    ...context,
    type,
    data,
    lastEventId,
    get json(): unknown {
      return JSON.parse(data);
    },
  };
}
