import { maskSecrets } from './maskSecrets.ts';

/** Every way a conversation can fail. Closed: a switch over it is complete. */
export type ConversationErrorCode =
  | 'network' // no connection, or it broke
  | 'timeout' // no headers, or no byte, in time
  | 'redirected' // the server answered with a redirect; check baseUrl
  | 'unexpected_content_type'
  | 'invalid_response' // not JSON, or not the documented shape
  | 'event_too_large'
  | 'bad_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'rate_limited'
  | 'conversation_full' // takes no more messages; begin another
  | 'too_many_streams'
  | 'server_error'
  | 'not_implemented'
  | 'http_error' // any other status
  | 'retries_exhausted'
  | 'unsupported' // the transport cannot do this
  | 'invalid_argument'
  | 'waited_too_long' // queued for over an hour: send it again, or discard it
  | 'aborted' // given up by the caller or by a teardown
  | 'agent_error'; // the backend's agent reported a failure

export interface ConversationErrorOptions {
  /** HTTP status, where there was one. */
  status?: number | undefined;
  /** May the same request work a little later? Default false. */
  retryable?: boolean | undefined;
  /** Seconds the server asked to wait (`Retry-After`): a lower bound for the next attempt. */
  retryAfter?: number | undefined;
  requestId?: string | undefined;
  cause?: unknown;
  /** Values that must not appear in the message or the cause, whoever quotes them. */
  secrets?: readonly string[] | undefined;
}

/** The one error class. Safe to show, log and serialise: secrets are masked, causes reduced to name and message. */
export class ConversationError extends Error {
  override readonly name = 'ConversationError';
  readonly code: ConversationErrorCode;
  readonly status: number | undefined;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;

  constructor(
    code: ConversationErrorCode,
    message: string,
    options: ConversationErrorOptions = {},
  ) {
    const { secrets, cause } = options;
    super(
      maskSecrets(message, secrets),
      cause === undefined ? undefined : { cause: safeCause(cause, secrets) },
    );
    this.code = code;
    this.status = options.status;
    this.retryable = options.retryable ?? false;
    // NaN or a negative number would switch the back-off off.
    this.retryAfter = (options.retryAfter ?? -1) >= 0 ? options.retryAfter : undefined;
    this.requestId =
      options.requestId === undefined ? undefined : maskSecrets(options.requestId, secrets);
  }

  toJSON(): Record<string, unknown> {
    const { name, code, message, status, retryable, retryAfter, requestId } = this;
    return { name, code, message, status, retryable, retryAfter, requestId };
  }
}

export function isConversationError(value: unknown): value is ConversationError {
  return value instanceof ConversationError;
}

/** `value` as a ConversationError: itself, or wrapped under `code`. */
export function toConversationError(
  value: unknown,
  code: ConversationErrorCode = 'network',
  options: ConversationErrorOptions = {},
): ConversationError {
  if (isConversationError(value)) return value;
  return new ConversationError(code, readMessage(value), {
    retryable: code === 'network',
    ...options,
    cause: value,
  });
}

function safeCause(cause: unknown, secrets: readonly string[] | undefined): unknown {
  if (isConversationError(cause)) return cause;
  const error = new Error(maskSecrets(readMessage(cause), secrets));
  error.name = cause instanceof Error ? cause.name : 'Error';
  // A stack quotes the unmasked message of the original and local paths.
  delete error.stack;
  return error;
}

function readMessage(value: unknown): string {
  if (value instanceof Error) return value.message || value.name;
  return typeof value === 'string' ? value : 'Unknown failure';
}
