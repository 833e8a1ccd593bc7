import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBimpe, type BimpeServer } from '../helpers/startBimpe.ts';
import { callBimpe, openStream, takeTicket } from './bimpeClient.ts';

let server: BimpeServer;

beforeEach(async () => {
  server = await startBimpe();
});

afterEach(() => server.close());

const history = (): Promise<Response> => request('GET', '/cv_1/messages');

const request = (method: string, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${server.baseUrl}/agents/ag_1/conversations${path}`, {
    method,
    redirect: 'manual',
    ...init,
    headers: { 'x-api-key': server.apiKey, ...(init.headers as Record<string, string>) },
  });

describe('faults of a response (PROTOCOLS §10.4)', () => {
  it.each([
    [503, 'internal_error', 'Service Unavailable'],
    [429, 'rate_limited', 'Too Many Requests'],
    [501, 'not_implemented', 'Not Implemented'],
    [403, 'forbidden', 'Forbidden'],
  ])('http %i has the body the backend would send', async (status, code, error) => {
    server.queueFault({ kind: 'http', status });
    const response = await history();
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, error, statusCode: status });
    expect(response.headers.get('x-request-id')).toBeTruthy();
    expect(response.headers.get('retry-after')).toBeNull();
    expect((await history()).status).toBe(200);
  });

  it('http takes a code, a body, headers and any Retry-After', async () => {
    server.queueFault(
      { kind: 'http', status: 429, code: 'too_many_streams', retryAfter: 7 },
      { kind: 'http', status: 500, body: 'plain', retryAfter: 'soon', headers: { 'x-odd': '1' } },
      { kind: 'http', status: 400, body: { errors: [] } },
    );
    const first = await history();
    expect(first.headers.get('retry-after')).toBe('7');
    expect(await first.json()).toMatchObject({ code: 'too_many_streams' });
    const second = await history();
    expect([second.headers.get('retry-after'), second.headers.get('x-odd')]).toEqual(['soon', '1']);
    expect(await second.text()).toBe('plain');
    expect(await (await history()).json()).toEqual({ errors: [] });
  });

  it.each([200, 502] as const)('html %i', async (status) => {
    server.queueFault({ kind: 'html', status });
    const response = await history();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('<h1>');
  });

  it('no-content and wrong-type', async () => {
    server.queueFault({ kind: 'no-content' }, { kind: 'wrong-type', type: 'text/event-streams' });
    expect((await history()).status).toBe(204);
    const response = await history();
    expect(response.headers.get('content-type')).toBe('text/event-streams');
    expect(response.status).toBe(200);
  });

  it('redirect leads to the same path of another origin, or anywhere', async () => {
    server.queueFault(
      { kind: 'redirect' },
      { kind: 'redirect', status: 308, location: 'https://x.example/' },
    );
    const first = await request('GET', '/cv_1/messages?limit=2');
    expect(first.status).toBe(307);
    expect(first.headers.get('location')).toBe(
      `http://localhost:${server.port}/api/v1/console/agents/ag_1/conversations/cv_1/messages?limit=2`,
    );
    const second = await history();
    expect([second.status, second.headers.get('location')]).toEqual([308, 'https://x.example/']);
  });

  it('refuse destroys the socket', async () => {
    server.queueFault({ kind: 'refuse' });
    await expect(history()).rejects.toThrow('fetch failed');
    expect(server.log().at(-1)).toMatchObject({ closedBy: 'server', faults: ['refuse'] });
  });

  it('hang-before-headers answers late, or never', async () => {
    server.queueFault({ kind: 'hang-before-headers', ms: 40 }, { kind: 'hang-before-headers' });
    const started = Date.now();
    expect((await history()).status).toBe(200);
    expect(Date.now() - started).toBeGreaterThanOrEqual(38);
    const left = new AbortController();
    const hanging = request('GET', '/cv_1/messages', { signal: left.signal });
    await server.until(() => server.log().length === 2);
    left.abort();
    await expect(hanging).rejects.toThrow('aborted');
    await server.until(() => server.log().at(-1)?.closedBy === 'client');
  });

  it.each([
    { kind: 'http', status: 502, when: 'after' },
    { kind: 'refuse', when: 'after' },
    { kind: 'hang-before-headers', ms: 20, when: 'after' },
  ] as const)(
    '$kind after: the message is stored, its answer spoilt; the key finds it again',
    async (fault) => {
      server.queueFault({ ...fault, match: { route: 'send' } });
      const send = (): Promise<Response> =>
        request('POST', '/cv_1/messages', {
          headers: { 'idempotency-key': 'k1', 'content-type': 'application/json' },
          body: '{"message":"once"}',
        });
      await send().catch(() => undefined);
      expect(server.messages('cv_1')).toHaveLength(1);
      const again = (await (await send()).json()) as { data: { id: string } };
      expect(again.data.id).toBe(server.messages('cv_1')[0]?.id);
      expect(server.messages('cv_1')).toHaveLength(1);
    },
  );

  it('slow-history and fail-history strike history only', async () => {
    server.queueFault({ kind: 'fail-history', times: 2 }, { kind: 'slow-history', ms: 30 });
    expect((await request('GET', '/cv_1')).status).toBe(200);
    expect((await history()).status).toBe(503);
    expect((await history()).status).toBe(503);
    const started = Date.now();
    expect((await history()).status).toBe(200);
    expect(Date.now() - started).toBeGreaterThanOrEqual(28);
  });
});

describe('faults of the backend itself', () => {
  it('auth-expire: the ticket issued is expired already', async () => {
    server.queueFault({ kind: 'auth-expire' });
    expect((await openStream(server)).status).toBe(401);
    expect((await openStream(server)).status).toBe(200);
  });

  it('auth-expire on the stream: a good ticket is taken for an expired one, and is used up', async () => {
    server.queueFault({ kind: 'auth-expire', match: { route: 'stream' } });
    const ticket = await takeTicket(server);
    expect((await openStream(server, { ticket })).status).toBe(401);
    expect((await openStream(server, { ticket })).status).toBe(401);
    expect(server.violations()).toMatchObject([{ kind: 'ticket-reused' }]);
  });

  it.each([
    ['before', 1],
    ['twice', 2],
    ['never', 0],
  ] as const)('echo %s: the stream has it %i times when the answer comes', async (mode, count) => {
    const stream = await openStream(server);
    server.queueFault({ kind: 'echo', mode });
    const { json } = await callBimpe(server, 'POST', '/cv_1/messages', { body: { message: 'x' } });
    const last = server.emit({ conversationId: 'cv_1', message: 'last' });
    await stream.until(({ text }) => text.includes(last.id));
    expect(stream.text.split(`id: ${json.data.id}\n`)).toHaveLength(count + 1);
    expect(server.messages('cv_1')).toHaveLength(2);
    stream.leave();
  });

  it('echo before: it is on the wire before the answer', async () => {
    const stream = await openStream(server);
    server.queueFault({ kind: 'echo', mode: 'before' });
    const answer = callBimpe(server, 'POST', '/cv_1/messages', { body: { message: 'x' } });
    const first = await Promise.race([
      answer.then(() => 'answer'),
      stream.until(({ text }) => text.includes('"message":"x"')).then(() => 'echo'),
    ]);
    expect(first).toBe('echo');
    await answer;
    stream.leave();
  });

  it('echo after: it comes when the answer is out', async () => {
    const stream = await openStream(server);
    server.queueFault({ kind: 'echo', mode: 'after', ms: 30 });
    await callBimpe(server, 'POST', '/cv_1/messages', { body: { message: 'x' } });
    expect(stream.text).not.toContain('"message":"x"');
    await stream.until(({ text }) => text.includes('"message":"x"'));
    stream.leave();
  });
});

describe('the queue', () => {
  it('gives each request the first fault that matches, by method, path, route and count', async () => {
    server.queueFault(
      { kind: 'http', status: 503, match: { route: 'ticket' }, times: 2 },
      { kind: 'http', status: 500, match: { path: '/cv_1/messages', nth: 2 } },
      { kind: 'http', status: 501, match: { method: 'patch' } },
      { kind: 'http', status: 502, match: { path: '*/conversations/*/messages/*' } },
    );
    const statuses = async (...calls: [string, string][]): Promise<number[]> => {
      const all: number[] = [];
      for (const [method, path] of calls) all.push((await request(method, path)).status);
      return all;
    };
    expect(
      await statuses(
        ['GET', '/cv_1/messages'],
        ['GET', '/cv_1/messages'],
        ['GET', '/cv_1/messages'],
        ['POST', '/cv_1/stream-ticket'],
        ['POST', '/cv_1/stream-ticket'],
        ['POST', '/cv_1/stream-ticket'],
        ['PATCH', '/cv_1/ai-status'],
        ['GET', '/cv_1/messages/m1'],
        ['GET', '/cv_1/messages/m1'],
      ),
    ).toEqual([200, 500, 200, 503, 503, 201, 501, 502, 404]);
    expect(server.pendingFaults()).toEqual([]);
  });

  it('commits faults together', async () => {
    server.queueFault({ kind: 'slow-history', ms: 30, also: [{ kind: 'http', status: 503 }] });
    const started = Date.now();
    expect((await history()).status).toBe(503);
    expect(Date.now() - started).toBeGreaterThanOrEqual(28);
  });

  it('leaves preflights alone unless asked for', async () => {
    server.queueFault({ kind: 'http', status: 503 });
    expect((await request('OPTIONS', '/cv_1/messages')).status).toBe(204);
    expect((await history()).status).toBe(503);
  });

  it('takes a fault from the request itself', async () => {
    const headers = { 'x-ref-fault': 'http; status=429; retryAfter=3; code=rate_limited' };
    const response = await request('GET', '/cv_1/messages', { headers });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '3']);
    const stream = await openStream(server, { headers: { 'x-ref-fault': 'split;sizes=1,2' } });
    server.emit({ conversationId: 'cv_1', message: 'a' });
    await stream.until(({ pieces }) => pieces.length > 3);
    expect(stream.pieces.slice(0, 3).map((piece) => piece.length)).toEqual([1, 2, 1]);
    stream.leave();
  });

  it('refuses a kind nobody knows, naming those it knows', () => {
    const unknown = { kind: 'ticket-reuse' } as unknown as Parameters<typeof server.queueFault>[0];
    expect(() => server.queueFault(unknown)).toThrow(
      /Unknown fault kind "ticket-reuse".*cut-inside/,
    );
  });
});
