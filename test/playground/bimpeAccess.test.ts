import { afterEach, describe, expect, it } from 'vitest';
import type { BimpeOptions } from '../../playground/server/bimpe.ts';
import { startBimpe, type BimpeServer } from '../helpers/startBimpe.ts';
import { callBimpe, openStream, takeTicket } from './bimpeClient.ts';

let server: BimpeServer;

const start = async (
  options: BimpeOptions & { corsOrigins?: readonly string[] } = {},
): Promise<void> => {
  server = await startBimpe(options);
};

afterEach(() => server.close());

const withKey = (headers: Record<string, string>): Promise<Response> =>
  fetch(`${server.baseUrl}/agents/ag_1/conversations/cv_1/messages`, { headers });

describe('API keys (PROTOCOLS §3.1)', () => {
  it('are taken as a bearer token or as X-Api-Key', async () => {
    await start();
    expect((await withKey({ authorization: `Bearer ${server.apiKey}` })).status).toBe(200);
    expect((await withKey({ 'x-api-key': server.apiKey })).status).toBe(200);
  });

  it.each([
    ['no key', {}, 'api_key_missing'],
    ['another scheme', { authorization: 'Basic c2s6' }, 'api_key_missing'],
    ['an unknown key', { authorization: 'Bearer sk_wrong' }, 'api_key_invalid'],
    ['a name every object has', { 'x-api-key': '__proto__' }, 'api_key_invalid'],
    ['an expired key', { authorization: 'Bearer sk_old' }, 'api_key_expired'],
  ])('%s is a 401', async (_name, headers, code) => {
    await start({ apiKeys: { sk_old: { scopes: ['conversations:read'], isExpired: true } } });
    const response = await withKey(headers);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code, error: 'Unauthorized', statusCode: 401 });
  });

  it('carry scopes: reading does not allow writing, nor writing reading', async () => {
    await start({
      apiKeys: {
        sk_reader: { scopes: ['conversations:read'] },
        sk_writer: { scopes: ['conversations:write'] },
      },
    });
    const ask = async (key: string, method: string, path: string): Promise<unknown> => {
      const headers = { authorization: `Bearer ${key}` };
      const body = method === 'GET' ? undefined : { message: 'x', is_ai_chat_paused: false };
      const { status, json } = await callBimpe(server, method, path, { headers, body });
      return status === 403 ? json.code : status;
    };
    expect(await ask('sk_reader', 'GET', '/cv_1/messages')).toBe(200);
    expect(await ask('sk_reader', 'POST', '/cv_1/stream-ticket')).toBe(201);
    expect(await ask('sk_reader', 'POST', '/cv_1/messages')).toBe('insufficient_scope');
    expect(await ask('sk_reader', 'PATCH', '/cv_1/ai-status')).toBe('insufficient_scope');
    expect(await ask('sk_writer', 'POST', '/cv_1/messages')).toBe(201);
    expect(await ask('sk_writer', 'GET', '/cv_1/messages')).toBe('insufficient_scope');
  });
});

describe('common headers (PROTOCOLS §3.1)', () => {
  it('echo the request id of the client, or name one', async () => {
    await start();
    const own = await callBimpe(server, 'GET', '', { headers: { 'x-request-id': 'req_mine-1' } });
    expect(own.headers.get('x-request-id')).toBe('req_mine-1');
    const none = await callBimpe(server, 'GET', '');
    expect(none.headers.get('x-request-id')).toMatch(/^req_\w+$/);
  });

  it('tell the rate limit on every response: success, error, stream', async () => {
    await start();
    const ok = await callBimpe(server, 'GET', '');
    const error = await callBimpe(server, 'GET', '/cv_9');
    const stream = await openStream(server);
    for (const headers of [
      Object.fromEntries(ok.headers),
      Object.fromEntries(error.headers),
      stream.headers,
    ]) {
      expect(headers['x-ratelimit-limit']).toBe('60000');
      expect(Number(headers['x-ratelimit-remaining'])).toBeLessThan(60_000);
      expect(Number(headers['x-ratelimit-reset'])).toBeGreaterThan(Date.now() / 1000);
      expect(headers['x-request-id']).toBeTruthy();
    }
    stream.leave();
  });

  it('refuse with 429 and Retry-After beyond the limit, until the window is over', async () => {
    await start({ rateLimit: { limit: 2, window: 30_000 } });
    await callBimpe(server, 'GET', '');
    await callBimpe(server, 'GET', '');
    const refused = await callBimpe(server, 'GET', '');
    expect(refused.status).toBe(429);
    expect(refused.json.code).toBe('rate_limited');
    expect(refused.headers.get('retry-after')).toBe('30');
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    server.advanceClock(30_000);
    expect((await callBimpe(server, 'GET', '')).status).toBe(200);
  });
});

describe('tickets (PROTOCOLS §3.4)', () => {
  it('are issued with 201, the ticket and its life in seconds', async () => {
    await start({ ticketTtl: 1_000 });
    const { status, json } = await callBimpe(server, 'POST', '/cv_1/stream-ticket');
    expect(status).toBe(201);
    expect(json.message).toBe('Success');
    expect(json.data).toEqual({ ticket: expect.stringMatching(/^[\w-]{43}$/), expires_in: 1 });
  });

  it('open one stream, once; a second use is refused and remembered', async () => {
    await start();
    const ticket = await takeTicket(server);
    const first = await openStream(server, { ticket });
    expect(first.status).toBe(200);
    const second = await openStream(server, { ticket });
    expect(second.status).toBe(401);
    await second.until(({ closed }) => closed === 'end');
    expect(JSON.parse(second.text)).toMatchObject({ code: 'unauthorized', statusCode: 401 });
    expect(server.violations()).toMatchObject([{ kind: 'ticket-reused', conversationId: 'cv_1' }]);
    expect(server.tickets()).toHaveLength(1);
    first.leave();
  });

  it('expire by the clock, but an open stream outlives its ticket', async () => {
    await start({ ticketTtl: 1_000 });
    const used = await openStream(server);
    const ticket = await takeTicket(server);
    server.advanceClock(1_000);
    expect((await openStream(server, { ticket })).status).toBe(401);
    const message = server.emit({ conversationId: 'cv_1', message: 'Still here' });
    await used.until(({ text }) => text.includes(message.id));
    expect(server.violations()).toEqual([]);
    used.leave();
  });

  it.each([
    ['missing', ''],
    ['unknown', 'made-up'],
  ])('are needed: %s is a 401', async (_name, ticket) => {
    await start();
    expect((await openStream(server, { ticket })).status).toBe(401);
  });

  it('are for one conversation only', async () => {
    await start();
    server.seed({ conversations: [{ id: 'cv_2' }] });
    const ticket = await takeTicket(server, 'cv_2');
    expect((await openStream(server, { conversationId: 'cv_1', ticket })).status).toBe(401);
    expect((await openStream(server, { conversationId: 'cv_2', ticket })).status).toBe(200);
  });

  it('are the only key to a stream: an API key there is remembered as a mistake', async () => {
    await start();
    const headers = { authorization: `Bearer ${server.apiKey}` };
    expect((await openStream(server, { headers, ticket: '' })).status).toBe(401);
    expect(server.violations()).toMatchObject([{ kind: 'authorization-on-stream' }]);
  });
});

describe('CORS (PROTOCOLS §3.10.6, §10.3)', () => {
  const preflight = (path: string, origin: string, method: string): Promise<Response> =>
    fetch(`${server.baseUrl}/agents/ag_1/conversations/cv_1${path}`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      },
    });

  it('allows the headers clients send and shows those they read', async () => {
    await start();
    const asked = await preflight('/messages', 'https://app.example', 'POST');
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe('*');
    const allowed = asked.headers.get('access-control-allow-headers')?.toLowerCase();
    for (const name of [
      'authorization',
      'content-type',
      'idempotency-key',
      'last-event-id',
      'x-request-id',
    ]) {
      expect(allowed).toContain(name);
    }
    const answer = await withKey({ 'x-api-key': server.apiKey, origin: 'https://app.example' });
    const exposed = answer.headers.get('access-control-expose-headers');
    expect(exposed).toBe(
      'X-Request-Id, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset',
    );
  });

  it('can be kept to listed origins for JSON, while streams stay open to all', async () => {
    await start({ corsOrigins: ['https://app.example'] });
    const allow = async (path: string, origin: string, method: string): Promise<string | null> =>
      (await preflight(path, origin, method)).headers.get('access-control-allow-origin');
    expect(await allow('/messages', 'https://app.example', 'POST')).toBe('https://app.example');
    expect(await allow('/messages', 'https://evil.example', 'POST')).toBeNull();
    expect(await allow('/stream', 'https://evil.example', 'GET')).toBe('*');
    const stream = await openStream(server, { headers: { origin: 'https://evil.example' } });
    expect(stream.headers['access-control-allow-origin']).toBe('*');
    stream.leave();
  });
});
