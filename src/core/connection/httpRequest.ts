import { ConversationError, toConversationError } from '../model/conversationError.ts';
import { readHttpError, type ReadHttpErrorOptions } from './httpError.ts';
import { discardBody, getMediaType, readStart } from './responseBody.ts';

/** Extra headers: a value, or a function asked anew for every attempt. */
export type HeadersSource = HeadersInit | (() => HeadersInit | Promise<HeadersInit>);

export interface HttpRequest extends ReadHttpErrorOptions {
  readonly url: string;
  readonly method?: string;
  readonly headers?: HeadersInit;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal: AbortSignal;
  readonly fetch?: typeof fetch | undefined;
  /** Overrides of what every request carries (`cache`, `credentials`, `redirect`, …). */
  readonly requestInit?: RequestInit | undefined;
}

/**
 * One request with the house's defaults (DESIGN §6: no cache, no referrer, redirects refused). Resolves
 * with a 2xx response, else throws a ConversationError: `network`, `redirected`, or by status.
 */
export async function sendRequest(request: HttpRequest): Promise<Response> {
  const response = await attempt(request);
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    discardBody(response);
    throw createRedirected(request, response);
  }
  if (!response.ok) throw await readHttpError(response, request);
  return response;
}

/** The JSON of a 2xx answer. Throws `unexpected_content_type` for HTML and `invalid_response` for broken JSON. */
export async function requestJson(request: HttpRequest): Promise<unknown> {
  const response = await sendRequest({
    ...request,
    headers: withAccept(request.headers, 'application/json'),
  });
  if (getMediaType(response) === 'text/html')
    throw await createUnexpectedType(response, 'application/json', request);
  const text = await overNetwork(request, () => response.text());
  try {
    return JSON.parse(text);
  } catch {
    throw new ConversationError(
      'invalid_response',
      'The server answered with something that is not JSON.',
      {
        status: response.status,
        retryable: true,
      },
    );
  }
}

export function withAccept(headers: HeadersInit | undefined, accept: string): Headers {
  const all = new Headers(headers);
  if (!all.has('accept')) all.set('accept', accept);
  return all;
}

/** A protocol error that quotes the start of the body, for whoever reads the log. */
export async function createUnexpectedType(
  response: Response,
  wanted: string,
  { secrets }: ReadHttpErrorOptions,
): Promise<ConversationError> {
  const text = await readStart(response);
  const message = `Expected ${wanted}, the server answered with "${getMediaType(response) || 'no content type'}": ${text}`;
  return new ConversationError('unexpected_content_type', message, {
    status: response.status,
    retryable: true,
    secrets,
  });
}

async function attempt(request: HttpRequest): Promise<Response> {
  const { url, method = 'GET', body, signal, requestInit } = request;
  const headers = new Headers(request.headers);
  if (body !== undefined && !headers.has('content-type'))
    headers.set('content-type', 'application/json');
  // Looked up per call: apps and tests may replace the global.
  const send = request.fetch ?? globalThis.fetch;
  return overNetwork(request, () =>
    send(url, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      signal,
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      credentials: 'same-origin',
      redirect: 'manual',
      ...requestInit,
    }),
  );
}

/** What breaks on the way may work a little later. */
async function overNetwork<T>({ secrets }: HttpRequest, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toConversationError(error, 'network', { retryable: true, secrets });
  }
}

function createRedirected({ url, secrets }: HttpRequest, response: Response): ConversationError {
  return new ConversationError(
    'redirected',
    `${withoutQuery(url)} answers with a redirect, which is not followed because it could carry credentials elsewhere. Set baseUrl to the final address.`,
    { status: response.status || undefined, secrets },
  );
}

/** Queries may hold tickets. */
function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? '';
}
