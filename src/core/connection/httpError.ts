import { ConversationError, type ConversationErrorCode } from '../model/conversationError.ts';
import { readStart } from './responseBody.ts';
import { readRetryAfter } from './retryAfter.ts';

export interface ReadHttpErrorOptions {
  /** Credentials of this request: masked wherever the server quotes them. */
  readonly secrets?: readonly string[] | undefined;
  /** Codes of the backend that decide more than the status does, e.g. `too_many_streams`. */
  readonly codes?: ReadonlyMap<string, ConversationErrorCode> | undefined;
}

const codeByStatus: Partial<Record<number, ConversationErrorCode>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  408: 'timeout',
  409: 'conflict',
  410: 'gone',
  422: 'bad_request',
  429: 'rate_limited',
  501: 'not_implemented',
};

/** A refused request as an error: code by the body's `code` or the status, message from the body, masked. */
export async function readHttpError(
  response: Response,
  options: ReadHttpErrorOptions,
): Promise<ConversationError> {
  const text = await readStart(response);
  const outer = parseRecord(text);
  // Some backends put it all under `error`, as an object (PROTOCOLS §4.6).
  const body = asRecord(outer['error']) ?? outer;
  const code = options.codes?.get(asText(body['code']) ?? '') ?? getCode(response.status);
  const explanation =
    readExplanation(body) ?? (text.trimStart().startsWith('<') ? 'an HTML page' : text);
  return new ConversationError(
    code,
    `The server answered ${response.status}: ${explanation || 'no explanation'}`,
    {
      status: response.status,
      retryable: isRetryable(code, response.status),
      retryAfter: readRetryAfter(response.headers.get('retry-after'), readServerTime(response)),
      requestId: response.headers.get('x-request-id') ?? asText(body['request_id']),
      secrets: options.secrets,
    },
  );
}

/** A date in `Retry-After` is by the server's clock: compare it with that clock where it is told. */
function readServerTime(response: Response): number {
  return Date.parse(response.headers.get('date') ?? '') || Date.now();
}

function getCode(status: number): ConversationErrorCode {
  return codeByStatus[status] ?? (status >= 500 ? 'server_error' : 'http_error');
}

function isRetryable(code: ConversationErrorCode, status: number): boolean {
  if (code === 'too_many_streams') return false;
  return status === 408 || status === 429 || (status >= 500 && status !== 501);
}

/** Empty where it is something else. */
function parseRecord(text: string): Record<string, unknown> {
  try {
    return asRecord(JSON.parse(text)) ?? {};
  } catch {
    return {};
  }
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : undefined;
}

/** `message` as text or list, else the `errors` list (PROTOCOLS §3.8). */
function readExplanation(body: Record<string, unknown>): string | undefined {
  const message = body['message'] ?? body['detail'] ?? body['error'];
  if (Array.isArray(message)) return message.filter((line) => typeof line === 'string').join('; ');
  return asText(message);
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
