import { readFile } from 'node:fs/promises';
import {
  bimpeRoutes,
  createProxyHandler,
  createTicketHandler,
} from 'react-conversation-stream/server';
import { serve } from 'srvx';
import { render } from './dist/server/entryServer.js';

/* Renders the page, serves its script, and keeps the key. */
const { BIMPE_URL, BIMPE_API_KEY } = process.env;
const upstream = { baseUrl: BIMPE_URL, apiKey: BIMPE_API_KEY, authorize: () => true };
const ticket = createTicketHandler(upstream);
const proxy = createProxyHandler({ ...upstream, routes: bimpeRoutes, basePath: '/api/bimpe' });

const template = await readFile(new URL('dist/client/index.html', import.meta.url), 'utf8');
const types = { js: 'text/javascript', css: 'text/css' };

async function servePage() {
  const [html, state] = await render(BIMPE_URL, BIMPE_API_KEY);
  // A message must not end the script it is written into.
  const read = JSON.stringify({ state, streamBaseUrl: BIMPE_URL }).replaceAll('<', '\\u003c');
  const page = template.replace('<!--html-->', () => html).replace("'<!--read-->'", () => read);
  return new Response(page, { headers: { 'content-type': 'text/html' } });
}

async function serveFile(pathname) {
  const file = await readFile(new URL(`dist/client${pathname}`, import.meta.url));
  return new Response(file, { headers: { 'content-type': types[pathname.split('.').at(-1)] } });
}

serve({
  port: 0,
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === '/') return servePage();
    if (pathname === '/api/bimpe/ticket') return ticket(request);
    if (pathname.startsWith('/api/')) return proxy(request);
    return serveFile(pathname);
  },
});
