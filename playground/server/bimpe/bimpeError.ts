import { jsonReply, type BodyReply } from '../referenceBackend.ts';

/** The three shapes in which BimpeAI reports an error (PROTOCOLS §3.8): one text, a list of texts, a list of fields. */
export type BimpeErrorBody =
  | { readonly variant: 'text'; readonly message: string }
  | { readonly variant: 'list'; readonly messages: readonly string[] }
  | { readonly variant: 'fields'; readonly errors: readonly { path: string; message: string }[] };

/** Thrown by handlers; answered by `toReply`. */
export class BimpeError extends Error {
  readonly status: number;
  readonly code: string;
  readonly body: BimpeErrorBody;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    body: string | BimpeErrorBody,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.body = typeof body === 'string' ? { variant: 'text', message: body } : body;
    this.headers = headers;
  }

  toReply(requestId: string): BodyReply {
    return jsonReply(this.status, this.#toJson(requestId), this.headers);
  }

  #toJson(requestId: string): unknown {
    const { status, code, body } = this;
    const error = statusTexts[status] ?? 'Error';
    if (body.variant === 'list') {
      return { message: body.messages, error, code, statusCode: status };
    }
    if (body.variant === 'fields') {
      return { code, message: 'Validation failed', errors: body.errors };
    }
    return { message: body.message, error, code, statusCode: status, request_id: requestId };
  }
}

/** A query parameter that cannot be accepted. */
export function invalidQuery(...messages: readonly string[]): BimpeError {
  return new BimpeError(400, 'validation_error', { variant: 'list', messages });
}

/** A field of the body that cannot be accepted. */
export function invalidBody(path: string, message: string): BimpeError {
  return new BimpeError(400, 'validation_error', {
    variant: 'fields',
    errors: [{ path, message }],
  });
}

export function notFound(what: string): BimpeError {
  return new BimpeError(404, 'not_found', `${what} not found`);
}

const statusTexts: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

const usualCodes: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  429: 'rate_limited',
  501: 'not_implemented',
};

/** The error this system sends with a status, when nothing more is known. */
export function errorForStatus(status: number, code?: string): BimpeError {
  const usual = usualCodes[status] ?? (status >= 500 ? 'internal_error' : 'bad_request');
  return new BimpeError(status, code ?? usual, statusTexts[status] ?? `Status ${status}`);
}
