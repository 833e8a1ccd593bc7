import {
  ConversationError,
  isConversationError,
  openEventStream,
  type ConversationEvent,
  type HttpRequest,
} from '../../core/index.ts';
import type { EventReader } from './createEventReader.ts';

export interface SseStreamAttempt {
  readonly prepare: () => Promise<HttpRequest>;
  readonly signal: AbortSignal;
  readonly reader: EventReader;
  /** A turn that is answered with nothing was taken all the same. */
  readonly isTurn?: boolean;
  /** One of its events says that it is over: a stream that ends without it was cut. */
  readonly hasTerminator?: boolean;
  /** The next attempt brings other credentials, so a 401 is worth one. */
  readonly hasFreshCredentials: boolean;
}

/** One attempt at a feed or a turn; requests nothing before the first `next()`. */
export async function* openSseStream(
  attempt: SseStreamAttempt,
): AsyncGenerator<readonly ConversationEvent[], void, undefined> {
  const { signal, reader, isTurn = false } = attempt;
  const request = await attempt.prepare();
  if (signal.aborted) return;
  let retryDelay: number | undefined;
  let isOpen = false;
  try {
    const onRetry = (delay: number): void => void (retryDelay = delay);
    for await (const batch of openEventStream({ ...request, onRetry })) {
      const events: ConversationEvent[] = isOpen ? [] : [{ type: 'open' }];
      isOpen = true;
      const isOver = batch.some((event) => reader.read(event, events));
      if (retryDelay !== undefined) events.push({ type: 'retry', delay: retryDelay });
      retryDelay = undefined;
      yield events;
      if (isOver) return;
    }
    if (attempt.hasTerminator && isOpen && !signal.aborted) throw createCut();
    if (isTurn && !isOpen && !signal.aborted) yield [{ type: 'open' }];
  } catch (error) {
    throw isOpen || !attempt.hasFreshCredentials ? error : withHope(error);
  }
}

function createCut(): ConversationError {
  return new ConversationError('network', 'The stream ended before the event that ends the turn.', {
    retryable: true,
  });
}

/** One 401 may be an old credential; core takes the second for an answer (DESIGN §6). */
function withHope(error: unknown): unknown {
  if (!isConversationError(error) || error.code !== 'unauthorized') return error;
  const { code, message, status, retryAfter, requestId } = error;
  return new ConversationError(code, message, { status, retryAfter, requestId, retryable: true });
}
