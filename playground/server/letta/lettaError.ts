import { jsonReply, type BodyReply } from '../referenceBackend.ts';

/** A refused request: `{ detail }`, text or object (PROTOCOLS §6.10), with further fields beside it. */
export class LettaError extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    detail: unknown,
    more: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${status} ${JSON.stringify(detail)}`);
    this.status = status;
    this.body = { detail, ...more };
    this.headers = headers;
  }

  toReply(): BodyReply {
    return jsonReply(this.status, this.body, this.headers);
  }
}

export function invalidArgument(text: string): LettaError {
  return new LettaError(400, `INVALID_ARGUMENT: ${text}`);
}

/** What validation of a path or body says. */
export function unprocessable(text: string): LettaError {
  return new LettaError(422, text, { trace_id: '00000000000000000000000000000000' });
}

const details: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT: The request cannot be accepted.',
  401: 'Unauthorized',
  404: 'Not found.',
  409: 'CONFLICT: Another operation is in progress.',
  410: 'EXPIRED: Run was created more than 3 hours ago, and is now expired.',
  422: '[{"type":"value_error","loc":["body"],"msg":"Value error"}]',
  500: 'An unknown error occurred',
  503: 'Background streaming requires Redis to be running. Please ensure Redis is properly configured.',
};

/** The error Letta sends with a status. `code` names one of the other bodies it has for it. */
export function errorForStatus(status: number, code?: string): BodyReply {
  if (code === 'cloud_api_shutting_down') {
    return jsonReply(
      status,
      { errorCode: code, admitted: false, retryable: true },
      { 'retry-after': '1' },
    );
  }
  if (code === 'PENDING_APPROVAL') {
    const message = 'Cannot send a new message: The agent is waiting for approval on a tool call.';
    return new LettaError(status, { code, message, pending_request_id: null }).toReply();
  }
  if (code !== undefined) {
    return jsonReply(status, {
      error: { type: code, message: `The model failed: ${code}.`, detail: null },
    });
  }
  return new LettaError(status, details[status] ?? `Status ${status}`).toReply();
}
