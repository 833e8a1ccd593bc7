/**
 * Why a handler itself said no. What the backend says keeps the backend's own body; these are ours:
 * `redirected`, `network`, `timeout` and `invalid_response` mean the backend could not be used.
 */
export type ServerErrorCode =
  | 'bad_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'aborted'
  | 'redirected'
  | 'network'
  | 'timeout'
  | 'invalid_response'
  | 'upstream_error';

const statuses: Readonly<Record<Exclude<ServerErrorCode, 'upstream_error'>, number>> = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  payload_too_large: 413,
  unsupported_media_type: 415,
  aborted: 499,
  redirected: 502,
  network: 502,
  invalid_response: 502,
  timeout: 504,
};

/** Thrown inside a handler and answered as `{ message, code, statusCode }`. Never quotes a caught error: it could name the key. */
export class HandlerError extends Error {
  readonly code: ServerErrorCode;
  readonly status: number;

  constructor(code: ServerErrorCode, message: string, status?: number) {
    super(message);
    this.code = code;
    this.status = status ?? (code === 'upstream_error' ? 502 : statuses[code]);
  }

  toResponse(headers?: HeadersInit): Response {
    const { message, code, status } = this;
    const response = Response.json({ message, code, statusCode: status }, { status });
    for (const [name, value] of new Headers(headers)) response.headers.set(name, value);
    response.headers.set('cache-control', 'no-store');
    return response;
  }
}

/** Runs a handler; a `HandlerError` it throws becomes the response. */
export async function answerErrors(handle: () => Promise<Response>): Promise<Response> {
  try {
    return await handle();
  } catch (error) {
    if (error instanceof HandlerError) return error.toResponse();
    throw error;
  }
}

/** The answer to every other method. */
export function usePost(): Response {
  return new HandlerError('method_not_allowed', 'Use POST.').toResponse({ allow: 'POST' });
}
