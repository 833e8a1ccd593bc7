import {
  ConversationError,
  openEventStream,
  type ConversationEvent,
  type EventStreamRequest,
  type StreamEvent,
} from '../../core/index.ts';
import type { Identity } from './createIdentity.ts';
import { readExpysMessage } from './readExpysMessage.ts';

interface ExpysFeedRequest {
  readonly conversationId: string;
  readonly identity: Identity;
  /** Runs `attempt` with a token, and once more with a fresh one when that was refused. */
  readonly authorize: <T>(
    attempt: (request: Omit<EventStreamRequest, 'url'>) => Promise<T>,
  ) => Promise<T>;
  /** Throws `invalid_argument` for what is no id. */
  readonly getUrl: () => string;
}

/** PROTOCOLS §4.3: the vendor's description says `text/plain`. */
const mediaTypes = ['text/event-stream', 'text/plain'];

/** One attempt: the stream of what is said from now on. It has no ids, so nothing is resumed (PROTOCOLS §4.3). */
export async function* openExpysFeed({
  conversationId,
  identity,
  authorize,
  getUrl,
}: ExpysFeedRequest): AsyncGenerator<readonly ConversationEvent[], void, undefined> {
  let retryDelay: number | undefined;
  let secrets: readonly string[] = [];
  let knownAuthor = identity.authorId;
  const onRetry = (delay: number): void => void (retryDelay = delay);
  const { batches, first } = await authorize(async (request) => {
    secrets = request.secrets ?? [];
    const batches = openEventStream({ ...request, url: getUrl(), mediaTypes, onRetry });
    // Refused or not: known with the headers, before anything is yielded.
    return { batches, first: await batches.next() };
  });
  if (first.done) return;
  try {
    yield [{ type: 'open' }];
    for await (const batch of batches) {
      const events = batch.map((event) => readEvent(event, conversationId, identity, secrets));
      if (retryDelay !== undefined) events.push({ type: 'retry', delay: retryDelay });
      retryDelay = undefined;
      if (identity.authorId !== knownAuthor) events.push(selfLearned);
      knownAuthor = identity.authorId;
      yield events;
    }
  } finally {
    void batches.return();
  }
}

/** Rows from before it was known who the reader is are told anew. */
const selfLearned: ConversationEvent = {
  type: 'diagnostic',
  code: 'stale_event',
  detail: 'The author id of the reader was learned: messages are read again.',
  isLossy: true,
};

function readEvent(
  { type, data }: StreamEvent,
  conversationId: string,
  identity: Identity,
  secrets: readonly string[],
): ConversationEvent {
  /** Whatever the server quotes in it. */
  const mask = (text: string): string =>
    new ConversationError('invalid_response', text, { secrets }).message.slice(0, 200);
  if (type !== 'message') return { type: 'diagnostic', code: 'unknown_event', detail: mask(type) };
  const message = readExpysMessage(parse(data), conversationId, identity);
  if (message) return { type: 'message', message };
  // Skipped; history tells what it was.
  return { type: 'diagnostic', code: 'malformed_event', detail: mask(data), isLossy: true };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
