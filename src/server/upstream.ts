import { createDeadline } from './deadline.ts';
import { HandlerError } from './errorResponse.ts';
import { createKeyMask, type KeyMask } from './keyMask.ts';
import { readBody } from './readBody.ts';
import { relayResponse } from './relayResponse.ts';

export interface UpstreamOptions {
  /** The backend's API, e.g. `https://api.bimpe.ai/api/v1/console`. */
  readonly baseUrl: string;
  /** The secret. It goes into `Authorization: Bearer` and nowhere else; whoever quotes it back is masked. */
  readonly apiKey: string;
  /** Default the global fetch, looked up at each call. */
  readonly fetch?: typeof fetch;
  /** ms until the backend's headers, and until the end of a body that is read whole. Default 30,000. */
  readonly headersTimeout?: number;
}

/** The backend behind a handler. */
export interface Upstream {
  readonly mask: KeyMask;
  /**
   * One request, which ends with the browser's (`request.signal`). `path` is relative to `baseUrl`, encoded.
   * `onSuccess` makes the answer of a 2xx; an error is answered with its own status and body, masked.
   * Rejects with a `HandlerError`: `redirected`, `network`, `timeout`, `aborted`, or `upstream_error` for an
   * error too large to pass on.
   */
  call(
    request: Request,
    path: string,
    init: RequestInit,
    onSuccess: (response: Response) => Response | Promise<Response>,
  ): Promise<Response>;
}

/** Throws when `baseUrl` or `apiKey` cannot work: better at the start than at the first visitor. */
export function createUpstream(options: UpstreamOptions): Upstream {
  const base = checkBaseUrl(options.baseUrl);
  checkKey(options.apiKey);
  const mask = createKeyMask(options.apiKey);
  return {
    mask,
    async call(request, path, init, onSuccess) {
      const deadline = createDeadline(options.headersTimeout ?? 30_000, request.signal);
      try {
        const response = await send(options, `${base}/${path}`, {
          ...init,
          signal: deadline.signal,
        });
        return response.ok ? await onSuccess(response) : await relayError(response, mask);
      } catch (error) {
        // A caught error is not quoted: fetch puts header values into some of its messages.
        throw error instanceof HandlerError ? error : deadline.explain();
      } finally {
        deadline.stop();
      }
    },
  };
}

async function send(options: UpstreamOptions, url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${options.apiKey}`);
  // A compressed event stream arrives in lumps.
  headers.set('accept-encoding', 'identity');
  const fetchNow = options.fetch ?? globalThis.fetch;
  const response = await fetchNow(url, { ...init, headers, redirect: 'manual' });
  const isRedirect =
    response.type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(response.status);
  if (!isRedirect) return response;
  await response.body?.cancel();
  throw new HandlerError(
    'redirected',
    'The backend answered with a redirect, which is not followed: it would carry the key elsewhere. Check baseUrl.',
  );
}

const maxErrorBytes = 65_536;

/** Error bodies are small and may quote the request: they are read whole, masked, and then passed on. */
async function relayError(response: Response, mask: KeyMask): Promise<Response> {
  const { status, headers } = response;
  const text = await readBody(response.body, maxErrorBytes);
  if (text === undefined) {
    throw new HandlerError('upstream_error', 'The backend failed with an overlong body.', status);
  }
  return relayResponse(
    new Response(status === 304 ? null : mask.text(text), { status, headers }),
    mask,
  );
}

function checkBaseUrl(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new Error(`baseUrl must be an absolute http(s) URL, not "${baseUrl}".`);
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function checkKey(apiKey: string): void {
  if (/^[\x21-\x7e]+$/.test(apiKey)) return;
  throw new Error(
    'apiKey is empty or holds characters that no header may carry. Check the variable it comes from.',
  );
}
