import type { Shape, VirtualFetch } from '../shape.ts';
import { ExpysServer } from './virtualServer.ts';
import { selfAuthorId } from './wire.ts';

/** Tells the transports of one run apart: a reloaded page asks for a token of its own. */
let pages = 0;

/** Expys: an endless feed without a cursor, history by cursor, member tokens, sends known by their echo. */
export const expysShape: Shape = {
  name: 'expys',
  lacks: ['foreign-message', 'unknown-cursor', 'expired-cursor'],
  createServer: (options) => new ExpysServer(options),
  createTransport: ({ expys }, fetch, { clock, seed }) => {
    pages += 1;
    const page = String(pages);
    return expys.createExpysTransport({
      baseUrl: 'https://expys.example',
      scope: 'sim',
      fetch,
      clock,
      // Some apps know who the reader is, others let the transport find out.
      ...(seed % 2 === 0 ? { selfAuthorId } : {}),
      getToken: ({ signal }) => fetchToken(fetch, page, signal),
    });
  },
};

/** The app's own route. Whatever goes wrong there may go right a little later. */
async function fetchToken(
  fetch: VirtualFetch,
  page: string,
  signal: AbortSignal,
): Promise<{ accessToken: string; expiresAt: string }> {
  const headers = { 'x-page': page };
  const response = await fetch('https://app.example/token', { method: 'POST', headers, signal });
  if (response.ok) return (await response.json()) as { accessToken: string; expiresAt: string };
  const retryAfter = Number(response.headers.get('retry-after') ?? '0');
  throw Object.assign(new Error('No token.'), { retryAfter });
}
