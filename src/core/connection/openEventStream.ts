import { ConversationError } from '../model/conversationError.ts';
import { createUnexpectedType, sendRequest, withAccept, type HttpRequest } from './httpRequest.ts';
import {
  readEventBatches,
  type ReadEventStreamOptions,
  type StreamEvent,
} from './readEventStream.ts';
import { discardBody, getMediaType } from './responseBody.ts';

export interface EventStreamRequest extends HttpRequest, Omit<ReadEventStreamOptions, 'signal'> {
  /** Media types taken for an event stream. Default: `text/event-stream` only. */
  readonly mediaTypes?: readonly string[];
  /** Called once, when the headers are there. */
  readonly onOpen?: (response: Response) => void;
}

/**
 * One attempt at an event stream: an empty batch when the headers are there, then one batch per network
 * chunk. Ends before the first batch on 204 (nothing to stream). Throws as `sendRequest`, and
 * `unexpected_content_type` for anything that is not an event stream (PROTOCOLS §2.3).
 */
export async function* openEventStream(
  request: EventStreamRequest,
): AsyncGenerator<readonly StreamEvent[], void, undefined> {
  const { mediaTypes = ['text/event-stream'], onOpen, signal } = request;
  const response = await sendRequest({
    ...request,
    headers: withAccept(request.headers, 'text/event-stream'),
  });
  if (signal.aborted) return discardBody(response);
  if (response.status === 204) return;
  if (!mediaTypes.includes(getMediaType(response))) {
    throw await createUnexpectedType(response, 'text/event-stream', request);
  }
  if (!response.body) {
    throw new ConversationError('network', 'The stream has no body: the connection was dropped.', {
      retryable: true,
    });
  }
  onOpen?.(response);
  try {
    yield [];
    yield* readEventBatches(response.body, request);
  } finally {
    // Left before the first read, nobody holds the body yet.
    if (!response.body.locked) discardBody(response);
  }
}
