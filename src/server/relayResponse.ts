import type { KeyMask } from './keyMask.ts';

/* Named, not excluded: what a browser may hear of the backend. Cookies, CORS, encodings, hop-by-hop stay behind. */
const passedOn = [
  'content-type',
  'date',
  'retry-after',
  'retry-after-ms',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-request-id',
  'x-should-retry',
];

/** The headers of `from` that a browser may see, the key masked, plus `more`. Never to be cached. */
export function relayHeaders(from: Headers, mask: KeyMask): Headers {
  const headers = new Headers();
  for (const name of passedOn) {
    const value = from.get(name);
    // A masked value holds characters no header may carry.
    if (value !== null && mask.text(value) === value) headers.set(name, value);
  }
  headers.set('cache-control', 'no-store');
  return headers;
}

/** The backend's answer for the browser: same status, same body, byte by byte as it comes. */
export function relayResponse(response: Response, mask: KeyMask): Response {
  const headers = relayHeaders(response.headers, mask);
  // Opened as a page, a body of the backend must not run in the app's origin.
  headers.set('x-content-type-options', 'nosniff');
  headers.set('content-security-policy', "default-src 'none'; sandbox");
  if (headers.get('content-type')?.startsWith('text/event-stream')) {
    headers.set('cache-control', 'no-cache, no-transform');
    headers.set('x-accel-buffering', 'no');
  }
  const hasNoBody = [204, 205, 304].includes(response.status);
  const body = hasNoBody ? null : response.body?.pipeThrough(mask.stream());
  return new Response(body ?? null, { status: response.status, headers });
}
