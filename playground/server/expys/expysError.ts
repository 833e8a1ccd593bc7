import { jsonReply, type BodyReply } from '../referenceBackend.ts';

/** Thrown by handlers; answered as `{ error: { code, message } }` (PROTOCOLS §4.6). */
export class ExpysError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  toReply(): BodyReply {
    const { status, code, message, headers } = this;
    return jsonReply(status, { error: { code, message } }, headers);
  }
}

export function notFound(what: string): ExpysError {
  return new ExpysError(404, 'NOT_FOUND', `${what} not found`);
}

export function badRequest(message: string): ExpysError {
  return new ExpysError(400, 'BAD_REQUEST', message);
}

export function unauthorized(message: string): ExpysError {
  return new ExpysError(401, 'UNAUTHORIZED', message);
}

export function forbidden(message: string): ExpysError {
  return new ExpysError(403, 'FORBIDDEN', message);
}

const usualCodes: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  422: 'VALIDATION',
  429: 'RATE_LIMITED',
};

/** The error this system sends with a status, when nothing more is known. */
export function errorForStatus(status: number, code?: string): ExpysError {
  return new ExpysError(status, code ?? usualCodes[status] ?? 'INTERNAL', `Status ${status}`);
}
