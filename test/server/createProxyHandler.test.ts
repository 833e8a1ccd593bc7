import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  bimpeRoutes,
  createProxyHandler,
  type ProxyHandlerOptions,
} from 'react-conversation-stream/server';
import type { QueuedFault } from '../../playground/server/fault.ts';
import { startBimpe, type BimpeServer } from '../helpers/startBimpe.ts';
import { requestRaw, serveHandler, startServer, type RunningServer } from './serveHandler.ts';

let bimpe: BimpeServer;
const running: RunningServer[] = [];

beforeEach(async () => {
  bimpe = await startBimpe();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
  await bimpe.close();
});

async function serve(options: Partial<ProxyHandlerOptions> = {}): Promise<string> {
  const app = await serveHandler(
    createProxyHandler({
      baseUrl: bimpe.baseUrl,
      apiKey: bimpe.apiKey,
      routes: bimpeRoutes,
      basePath: '/api/bimpe',
      authorize: () => true,
      ...options,
    }),
  );
  running.push(app);
  return app.origin;
}

const messages = '/api/bimpe/agents/ag_1/conversations/cv_1/messages';

const post = (url: string, body: unknown, init: RequestInit = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
    headers: { 'content-type': 'application/json', ...(init.headers as Record<string, string>) },
  });

describe('what a browser may do', () => {
  it('reads pages of history, with the parameters of the API', async () => {
    const origin = await serve();
    for (const message of ['a', 'b', 'c']) bimpe.emit({ conversationId: 'cv_1', message });
    const response = await fetch(`${origin}${messages}?limit=2&sort=-created_at&page=1`);
    expect(response.status).toBe(200);
    const json = (await response.json()) as { data: { message: string }[]; meta: unknown };
    expect(json.data.map(({ message }) => message)).toEqual(['c', 'b']);
    expect(json.meta).toMatchObject({ total_count: 3, has_next_page: true });
    expect(response.headers.get('x-ratelimit-limit')).toBe('60000');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('reads one message, sends, and begins a conversation', async () => {
    const origin = await serve();
    const sent = await post(`${origin}${messages}`, { message: 'hi', role: 'user' });
    expect(sent.status).toBe(201);
    const { data } = (await sent.json()) as { data: { id: string } };
    const one = await fetch(`${origin}${messages}/${data.id}`);
    expect(await one.json()).toMatchObject({ data: { id: data.id, message: 'hi' } });
    const begun = await post(`${origin}/api/bimpe/agents/ag_1/conversations/messages`, {
      message: 'new',
      channel_type: 'webchat',
      channel_user_id: 'u_1',
    });
    expect(await begun.json()).toMatchObject({ data: { conversation_id: expect.any(String) } });
  });

  it('sends the idempotency key along, so that a retry stores nothing twice', async () => {
    const origin = await serve();
    const send = (): Promise<Response> =>
      post(`${origin}${messages}`, { message: 'once' }, { headers: { 'idempotency-key': 'k1' } });
    const [first, second] = [await (await send()).json(), await (await send()).json()];
    expect(second).toEqual(first);
    expect(bimpe.messages('cv_1')).toHaveLength(1);
  });

  it.each([
    ['GET', '/api/bimpe/agents/ag_1/conversations'],
    ['GET', '/api/bimpe/agents/ag_1/conversations/cv_1'],
    ['POST', '/api/bimpe/agents/ag_1/conversations/cv_1/stream-ticket'],
    ['GET', '/api/bimpe/agents/ag_1/conversations/cv_1/stream'],
    ['DELETE', messages],
    ['PATCH', '/api/bimpe/agents/ag_1/conversations/cv_1/ai-status'],
    ['GET', '/api/bimpe'],
    ['GET', '/api/bimpe/'],
    ['GET', `${messages}/`],
    ['GET', '/api/bimpes/agents/ag_1/conversations/cv_1/messages'],
    ['GET', '/other'],
    ['HEAD', messages],
    // Paths that mean something else once decoded, here or upstream.
    ['GET', '/api/bimpe/agents/ag_1/conversations/../messages'],
    ['GET', '/api/bimpe/agents/ag_1/conversations/%2e%2e/messages'],
    ['GET', '/api/bimpe/agents/ag_1/conversations/%252e%252e/messages'],
    ['GET', '/api/bimpe/agents/ag_1/conversations/..%2f..%2fadmin/messages'],
    ['GET', '/api/bimpe/agents/ag_1/conversations/a%2Fb/messages'],
    ['GET', '/api/bimpe/agents/ag_1/conversations/a%5Cb/messages'],
    ['GET', '/api/bimpe/agents/ag_1/conversations/a%00b/messages'],
    ['GET', '/api/bimpe/agents/ag_1/conversations/a%0d%0ab/messages'],
    ['GET', '/api/bimpe/agents/ag_1/conversations/%3Fx/messages'],
    ['GET', '/api/bimpe/agents/ag_1/conversations/%ff/messages'],
    ['GET', '/api/bimpe/agents//conversations/cv_1/messages'],
    ['GET', '/api/bimpe/../../agents/ag_1/conversations/cv_1/messages'],
  ])('nothing else: %s %s is a 404 and is not asked upstream', async (method, path) => {
    const origin = await serve();
    const { status } = await requestRaw(origin, method, path);
    expect(status).toBe(404);
    expect(bimpe.log()).toEqual([]);
  });

  it('passes on only query parameters of the route', async () => {
    const origin = await serve();
    await fetch(`${origin}${messages}?limit=3&api_key=x&limit[]=4&search=a%26b%3Dc`);
    expect(bimpe.log()[0]?.query).toBe('limit=3&search=a&b=c');
  });
});

describe('what a browser may say', () => {
  it.each([
    ['as the assistant', messages, { message: 'forged', role: 'assistant' }],
    ['as an operator', messages, { message: 'forged', role: 'restaurant_user' }],
    [
      'in a conversation authorize did not see',
      '/api/bimpe/agents/ag_1/conversations/messages',
      { message: 'x', conversation_id: 'cv_1' },
    ],
  ])('nothing %s', async (_name, path, body) => {
    const origin = await serve();
    expect((await post(origin + path, body)).status).toBe(403);
    expect(bimpe.log()).toEqual([]);
  });

  it('what is checked is what is sent: a field given twice counts once', async () => {
    const origin = await serve();
    const body = '{"role":"assistant","message":"x","role":"user"}';
    expect((await post(`${origin}${messages}`, body)).status).toBe(201);
    expect(bimpe.log()[0]?.body).toBe('{"role":"user","message":"x"}');
  });

  it.each([
    ['text/plain', '{"message":"x"}', 415],
    ['application/x-www-form-urlencoded', 'message=x', 415],
    ['application/json', '{"message":', 400],
    ['application/json', '["x"]', 400],
    ['application/json', JSON.stringify({ message: 'x'.repeat(2_000) }), 413],
  ])('a body of %s that is wrong', async (type, body, status) => {
    const origin = await serve({ maxBodySize: 1_000 });
    const response = await post(`${origin}${messages}`, body, {
      headers: { 'content-type': type },
    });
    expect(response.status).toBe(status);
    expect(bimpe.log()).toEqual([]);
  });

  it('lone surrogates and odd names arrive as they are', async () => {
    const origin = await serve();
    await post(`${origin}${messages}`, '{"message":"a\\ud800b","__proto__":{"role":"assistant"}}');
    expect(bimpe.messages('cv_1')).toMatchObject([{ message: 'a\uD800b', role: 'user' }]);
  });
});

describe('authorize', () => {
  it('hears every id in the path, and its refusal is final', async () => {
    const asked: unknown[] = [];
    const origin = await serve({
      authorize: (request, target) => {
        asked.push([request.method, target]);
        return target.conversationId === 'cv_1';
      },
    });
    expect((await fetch(`${origin}${messages}/m%201`)).status).toBe(404);
    expect((await fetch(origin + messages.replace('cv_1', 'cv_2'))).status).toBe(403);
    expect(asked).toEqual([
      ['GET', { agentId: 'ag_1', conversationId: 'cv_1', messageId: 'm 1' }],
      ['GET', { agentId: 'ag_1', conversationId: 'cv_2' }],
    ]);
    expect(bimpe.log().map(({ path }) => path)).toEqual([
      '/api/v1/console/agents/ag_1/conversations/cv_1/messages/m%201',
    ]);
  });
});

describe('what the backend answers', () => {
  it.each([400, 401, 403, 404, 409, 429, 500, 503])(
    '%i passes through with its JSON',
    async (status) => {
      const origin = await serve();
      bimpe.queueFault({ kind: 'http', status, retryAfter: 5 });
      const response = await fetch(`${origin}${messages}`);
      expect(response.status).toBe(status);
      expect(response.headers.get('retry-after')).toBe('5');
      expect(await response.json()).toMatchObject({ statusCode: status });
    },
  );

  it.each<[QueuedFault, number, string]>([
    [{ kind: 'redirect', status: 302 }, 502, 'redirected'],
    [{ kind: 'redirect', status: 308 }, 502, 'redirected'],
    [{ kind: 'refuse' }, 502, 'network'],
    [{ kind: 'hang-before-headers' }, 504, 'timeout'],
    [{ kind: 'http', status: 500, body: 'x'.repeat(70_000) }, 500, 'upstream_error'],
  ])('%j has an answer of our own', async (fault, status, code) => {
    const origin = await serve({ headersTimeout: 100 });
    bimpe.queueFault(fault);
    const response = await fetch(`${origin}${messages}`);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, statusCode: status });
    expect(bimpe.log()).toHaveLength(1);
  });

  it('a page passes through, but cannot run as a page of the app', async () => {
    const origin = await serve();
    bimpe.queueFault({ kind: 'html', status: 502 }, { kind: 'html' }, { kind: 'no-content' });
    for (const status of [502, 200]) {
      const response = await fetch(`${origin}${messages}`);
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toContain('text/html');
      expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect((await fetch(`${origin}${messages}`)).status).toBe(204);
  });

  it('only harmless headers cross, in both directions; compression ends here', async () => {
    let seen: Record<string, unknown> = {};
    const upstream = await startServer((request, response) => {
      seen = request.headers;
      const body = gzipSync('{"data":[]}');
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'content-length': body.length,
        'set-cookie': ['a=1', 'b=2'],
        'access-control-allow-origin': '*',
        'www-authenticate': 'Basic',
        'x-request-id': 'req_1',
        'x-powered-by': 'x',
        'keep-alive': 'timeout=99',
        refresh: '0; url=https://evil.example',
      });
      response.end(body);
    });
    running.push(upstream);
    const origin = await serve({ baseUrl: `${upstream.origin}/` });
    const response = await fetch(`${origin}${messages}`, {
      headers: {
        cookie: 'session=1',
        authorization: 'Bearer mine',
        'x-api-key': 'mine',
        'x-forwarded-for': '1.2.3.4',
        accept: 'text/event-stream',
        'last-event-id': 'm1',
        'x-request-id': 'req_0',
      },
    });
    expect(await response.text()).toBe('{"data":[]}');
    for (const name of [
      'set-cookie',
      'access-control-allow-origin',
      'www-authenticate',
      'x-powered-by',
      'refresh',
      'content-encoding',
      'content-length',
    ]) {
      expect([name, response.headers.get(name)]).toEqual([name, null]);
    }
    expect(response.headers.get('x-request-id')).toBe('req_1');
    expect(seen).toMatchObject({
      authorization: `Bearer ${bimpe.apiKey}`,
      accept: 'text/event-stream',
      'last-event-id': 'm1',
      'x-request-id': 'req_0',
      'accept-encoding': 'identity',
    });
    for (const name of ['cookie', 'x-api-key', 'x-forwarded-for']) {
      expect(seen[name]).toBeUndefined();
    }
  });
});
