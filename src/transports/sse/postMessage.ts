import {
  ConversationError,
  getMessageText,
  sendRequest,
  toConversationError,
  type HttpRequest,
  type SendMessageRequest,
} from '../../core/index.ts';
import type { Prepare } from './createPrepare.ts';
import type { SseOutgoing, WireJson } from './sseOptions.ts';

/** The request that sends a message. */
export function toPost(
  prepare: Prepare,
  given: SendMessageRequest,
  { url, method = 'POST', body, isIdempotent, canAttach }: SseOutgoing,
): Promise<HttpRequest> {
  const text = getMessageText(given.message);
  const { parts } = given.message;
  const request = { ...given, text };
  return prepare(url, request, {
    method,
    body: body ? body(request) : { text, ...(canAttach && { parts }) },
    header: isIdempotent ? ['idempotency-key', given.idempotencyKey] : undefined,
  });
}

/** The JSON of the answer, `undefined` where there is none: not every server tells what it stored. */
export async function readReceipt(request: HttpRequest): Promise<WireJson> {
  const response = await sendRequest(request);
  const text = await response.text().catch((error: unknown) => {
    throw toConversationError(error, 'network', { retryable: true, secrets: request.secrets });
  });
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConversationError(
      'invalid_response',
      'The server answered with something that is not JSON.',
      { status: response.status, retryable: true, cause, secrets: request.secrets },
    );
  }
}
