import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createTicketHandler,
  type Authorize,
  type TicketHandlerOptions,
} from 'react-conversation-stream/server';
import type { QueuedFault } from '../../playground/server/fault.ts';
import { startBimpe, type BimpeServer } from '../helpers/startBimpe.ts';
import { openStream } from '../playground/bimpeClient.ts';
import { readWhole, serveHandler, startServer, type RunningServer } from './serveHandler.ts';

let bimpe: BimpeServer;
const running: RunningServer[] = [];

beforeEach(async () => {
  bimpe = await startBimpe();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
  await bimpe.close();
});

/** Serves the handler on a socket and returns a way to post to it. */
async function serve(
  options: Partial<TicketHandlerOptions> = {},
): Promise<(body: unknown, init?: RequestInit) => Promise<Response>> {
  const app = await serveHandler(
    createTicketHandler({
      baseUrl: bimpe.baseUrl,
      apiKey: bimpe.apiKey,
      authorize: () => true,
      ...options,
    }),
  );
  running.push(app);
  return (body, init = {}) =>
    fetch(app.origin, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...init,
    });
}

const ids = { agentId: 'ag_1', conversationId: 'cv_1' };

describe('a ticket', () => {
  it('comes back as the vendor’s two fields, is never cached, and opens the stream', async () => {
    const post = await serve();
    const response = await post(ids);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-type')).toContain('application/json');
    const body = (await response.json()) as { ticket: string };
    expect(body).toEqual({ ticket: expect.any(String), expires_in: 60 });
    const stream = await openStream(bimpe, { ticket: body.ticket });
    expect(stream.status).toBe(200);
    stream.leave();
  });

  it('is asked for with the key as a bearer token, and with the visitor’s request id', async () => {
    const post = await serve();
    const headers = { 'content-type': 'application/json', 'x-request-id': 'req_7', cookie: 'a=b' };
    const response = await post(ids, { headers });
    expect(response.headers.get('x-request-id')).toBe('req_7');
    const [seen] = bimpe.log();
    expect(seen).toMatchObject({ method: 'POST', route: 'ticket', body: '' });
    expect(seen?.headers['authorization']).toBe(`•••${bimpe.apiKey.slice(-4)}`);
    expect(seen?.headers['cookie']).toBeUndefined();
  });

  it('can be kept to one agent, which the browser then need not name', async () => {
    const post = await serve({ agentId: 'ag_1' });
    expect((await post({ conversationId: 'cv_1' })).status).toBe(200);
    expect((await post(ids)).status).toBe(200);
    const other = await post({ agentId: 'ag_2', conversationId: 'cv_1' });
    expect(other.status).toBe(403);
    expect(bimpe.tickets()).toHaveLength(2);
  });
});

describe('authorize', () => {
  it('hears who asks for what', async () => {
    const asked: unknown[] = [];
    const post = await serve({
      authorize: (request, target) => {
        asked.push([request.headers.get('cookie'), target]);
        return true;
      },
    });
    await post(ids, { headers: { 'content-type': 'application/json', cookie: 'session=1' } });
    expect(asked).toEqual([['session=1', ids]]);
  });

  it.each<[string, () => unknown]>([
    ['false', () => false],
    ['nothing at all', () => undefined],
    ['a promise of false', async () => false],
    ['a truthy mistake', () => 'no'],
  ])('%s is a refusal', async (_name, authorize) => {
    const post = await serve({ authorize: authorize as Authorize });
    const response = await post(ids);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'forbidden', statusCode: 403 });
    expect(bimpe.log()).toEqual([]);
  });

  it('a throw is a 401 that does not say what was thrown', async () => {
    const post = await serve({
      authorize: () => {
        throw new Error('session table is gone');
      },
    });
    const response = await post(ids);
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain('session table');
    expect(bimpe.log()).toEqual([]);
  });

  it('a Response is sent as it is', async () => {
    const post = await serve({
      authorize: () =>
        Response.json({ login: '/login' }, { status: 401, headers: { 'x-own': '1' } }),
    });
    const response = await post(ids);
    expect([response.status, response.headers.get('x-own')]).toEqual([401, '1']);
    expect(await response.json()).toEqual({ login: '/login' });
  });
});

describe('hostile requests', () => {
  it.each([
    ['no JSON', 'hello', 400],
    ['no object', 'null', 400],
    ['an array', [ids], 400],
    ['no conversation', { agentId: 'ag_1' }, 400],
    ['an id that climbs', { agentId: 'ag_1', conversationId: '..' }, 400],
    ['an id with a slash', { agentId: 'ag_1', conversationId: '../../agents/ag_2' }, 400],
    ['an id with an encoded slash', { agentId: 'ag_1', conversationId: 'a%2fb' }, 400],
    ['an id with a query', { agentId: 'ag_1', conversationId: 'cv_1?x=' }, 400],
    ['an id with a backslash', { agentId: 'ag_1', conversationId: 'a\\b' }, 400],
    ['an id with a line end', { agentId: 'ag_1', conversationId: 'a\r\nb' }, 400],
    ['half a character', '{"agentId":"ag_1","conversationId":"\\ud800"}', 400],
    ['a number', { agentId: 1, conversationId: 2 }, 400],
    ['an endless id', { agentId: 'ag_1', conversationId: 'x'.repeat(201) }, 400],
    ['a huge body', { ...ids, padding: 'x'.repeat(20_000) }, 413],
  ])('%s is refused before anything is asked upstream', async (_name, body, status) => {
    const post = await serve();
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(bimpe.log()).toEqual([]);
  });

  it('a form of another site cannot post: only application/json, only POST', async () => {
    const post = await serve();
    const plain = await post(ids, { headers: { 'content-type': 'text/plain' } });
    expect(plain.status).toBe(415);
    const get = await post('', { method: 'GET', body: null, headers: {} });
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect(bimpe.log()).toEqual([]);
  });
});

describe('what the backend refuses', () => {
  it('passes through: status, JSON, Retry-After, X-Request-Id', async () => {
    const post = await serve();
    const missing = await post({ ...ids, conversationId: 'cv_9' });
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({
      code: 'not_found',
      message: 'Conversation not found',
    });
    bimpe.queueFault({ kind: 'http', status: 429, retryAfter: 12 });
    const limited = await post(ids);
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('12');
    expect(limited.headers.get('x-request-id')).toBeTruthy();
    expect(limited.headers.get('cache-control')).toBe('no-store');
    expect(await limited.json()).toMatchObject({ code: 'rate_limited' });
  });

  it.each<[string, QueuedFault, number, string]>([
    ['a redirect', { kind: 'redirect' }, 502, 'redirected'],
    ['a dead socket', { kind: 'refuse' }, 502, 'network'],
    ['silence', { kind: 'hang-before-headers' }, 504, 'timeout'],
    ['a page instead of JSON', { kind: 'html' }, 502, 'invalid_response'],
    ['an empty 204', { kind: 'no-content' }, 502, 'invalid_response'],
    [
      'other JSON',
      { kind: 'http', status: 200, body: { data: { ticket: 7 } } },
      502,
      'invalid_response',
    ],
  ])('%s is answered in our own words', async (_name, fault, status, code) => {
    const post = await serve({ headersTimeout: 100 });
    bimpe.queueFault(fault);
    const response = await post(ids);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, statusCode: status });
    // A redirect must not be followed: the key would go along.
    expect(bimpe.log()).toHaveLength(1);
  });

  it('a body that never ends is given up in time', async () => {
    const upstream = await startServer((_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.write('{"data":');
    });
    running.push(upstream);
    const post = await serve({ baseUrl: upstream.origin, headersTimeout: 100 });
    const response = await post(ids);
    expect(response.status).toBe(504);
  });

  it('a visitor who leaves takes the upstream request along', async () => {
    const post = await serve();
    bimpe.queueFault({ kind: 'hang-before-headers' });
    const leaving = new AbortController();
    const answer = post(ids, { signal: leaving.signal });
    await bimpe.until(() => bimpe.log().length === 1);
    leaving.abort();
    await expect(answer).rejects.toThrow('aborted');
    await bimpe.until(() => bimpe.log()[0]?.closedBy === 'client');
  });
});

describe('the key', () => {
  it('is in nothing the browser gets, whatever the backend does with it', async () => {
    const canary = 'sk_canary_5e1f77aa90';
    const upstream = await startServer((request, response) => {
      const quoted = request.headers.authorization ?? '';
      response.writeHead(request.url?.includes('ok') ? 201 : 401, {
        'content-type': 'application/json',
        'x-request-id': quoted,
        'retry-after': canary,
        'set-cookie': `key=${canary}`,
        'x-debug': quoted,
      });
      response.end(
        JSON.stringify({ message: `bad ${quoted}`, near: 'sk_live_other99', key: canary }),
      );
    });
    running.push(upstream);
    const post = await serve({ baseUrl: upstream.origin, apiKey: canary });
    for (const conversationId of ['cv_1', 'ok', canary]) {
      const whole = await readWhole(await post({ agentId: 'ag_1', conversationId }));
      expect(whole).not.toContain(canary);
      expect(whole).not.toContain('sk_live_other99');
    }
  });

  it('and the base URL are checked when the handler is made', () => {
    const make = (options: Partial<TicketHandlerOptions>) => (): unknown =>
      createTicketHandler({
        baseUrl: 'https://x.example',
        apiKey: 'sk_1',
        authorize: () => true,
        ...options,
      });
    expect(make({ apiKey: '' })).toThrow('apiKey is empty');
    expect(make({ apiKey: 'sk_1\n' })).toThrow('apiKey is empty or holds characters');
    expect(make({ baseUrl: '/api' })).toThrow('baseUrl must be an absolute http(s) URL');
    expect(make({ baseUrl: 'file:///etc' })).toThrow('baseUrl must be');
    expect(make({})).not.toThrow();
  });
});
