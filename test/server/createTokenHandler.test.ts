import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createTokenHandler,
  type Authorize,
  type TokenHandlerOptions,
} from 'react-conversation-stream/server';
import type { QueuedFault } from '../../playground/server/fault.ts';
import { startExpys, type ExpysServer } from '../transports/expys/startExpys.ts';
import { readWhole, serveHandler, startServer, type RunningServer } from './serveHandler.ts';

let expys: ExpysServer;
const running: RunningServer[] = [];

beforeEach(async () => {
  expys = await startExpys();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
  await expys.close();
});

const user = { externalUserID: 'u_42', displayName: 'Ada', email: 'ada@example.com', tier: 'gold' };
const json = { 'content-type': 'application/json' };

/** Serves the handler on a socket and returns a way to post to it. */
async function serve(
  options: Partial<TokenHandlerOptions> = {},
): Promise<(init?: RequestInit) => Promise<Response>> {
  const app = await serveHandler(
    createTokenHandler({
      baseUrl: expys.origin,
      apiKey: expys.orgKey,
      getUser: () => user,
      authorize: () => true,
      ...options,
    }),
  );
  running.push(app);
  return (init = {}) =>
    fetch(app.origin, { method: 'POST', headers: json, body: '{"reason":"initial"}', ...init });
}

describe('a token', () => {
  it('is the user’s own, with its end, and never cached', async () => {
    const post = await serve();
    const response = await post();
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const token = (await response.json()) as { accessToken: string; expiresAt: string };
    expect(Object.keys(token)).toEqual(['accessToken', 'expiresAt']);
    expect(Date.parse(token.expiresAt)).toBeGreaterThan(Date.now());
    expect(expys.tokens()).toMatchObject([{ externalUserID: 'u_42' }]);
    const history = await fetch(`${expys.origin}/v1/conversations/cnv_1/messages`, {
      headers: { authorization: `Bearer ${token.accessToken}` },
    });
    expect(history.status).toBe(200);
  });

  it('is asked for with the four fields and nothing of the browser’s', async () => {
    const post = await serve({ getUser: () => ({ ...user, passwordHash: 'x' }) as never });
    const headers = { ...json, 'x-request-id': 'req_7', cookie: 'a=b' };
    const body = JSON.stringify({ externalUserID: 'somebody else', reason: 'expiring' });
    const response = await post({ headers, body });
    expect(response.headers.get('x-request-id')).toBe('req_7');
    const [seen] = expys.log();
    expect(seen).toMatchObject({ method: 'POST', route: 'exchange', body: JSON.stringify(user) });
    expect(seen?.headers['authorization']).toBe(`•••${expys.orgKey.slice(-4)}`);
    expect(seen?.headers['cookie']).toBeUndefined();
  });
});

describe('who asks', () => {
  it.each<[string, () => unknown]>([
    ['nobody', () => undefined],
    ['null', () => null],
    ['a user without an id', () => ({ displayName: 'Ada' })],
    ['an empty id', () => ({ externalUserID: '' })],
    ['a rejected session', async () => Promise.reject(new Error('session table is gone'))],
    [
      'a throw',
      () => {
        throw new Error('session table is gone');
      },
    ],
  ])('as %s is a 401 that tells nothing', async (_name, getUser) => {
    const post = await serve({ getUser: getUser as TokenHandlerOptions['getUser'] });
    const response = await post();
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain('session table');
    expect(expys.log()).toEqual([]);
  });

  it('is put to authorize', async () => {
    const asked: unknown[] = [];
    const post = await serve({
      authorize: (request, target) => {
        asked.push([request.headers.get('cookie'), target]);
        return true;
      },
    });
    await post({ headers: { ...json, cookie: 'session=1' } });
    expect(asked).toEqual([['session=1', { externalUserID: 'u_42' }]]);
  });

  it.each<[string, () => unknown]>([
    ['false', () => false],
    ['nothing at all', () => undefined],
    ['a promise of false', async () => false],
    ['a truthy mistake', () => 'no'],
  ])('is refused when authorize says %s', async (_name, authorize) => {
    const post = await serve({ authorize: authorize as Authorize });
    const response = await post();
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'forbidden', statusCode: 403 });
    expect(expys.log()).toEqual([]);
  });

  it('may be answered by authorize itself', async () => {
    const post = await serve({ authorize: () => Response.json({ login: '/' }, { status: 401 }) });
    expect(await (await post()).json()).toEqual({ login: '/' });
  });
});

describe('hostile requests', () => {
  it.each<[string, RequestInit, number]>([
    ['no JSON', { body: 'hello' }, 400],
    ['no object', { body: 'null' }, 400],
    ['an array', { body: '[]' }, 400],
    ['a huge body', { body: JSON.stringify({ padding: 'x'.repeat(20_000) }) }, 413],
    ['a form of another site', { headers: { 'content-type': 'text/plain' } }, 415],
    ['a GET', { method: 'GET', body: null, headers: {} }, 405],
  ])('%s is refused before anybody is asked', async (_name, init, status) => {
    const post = await serve();
    expect((await post(init)).status).toBe(status);
    expect(expys.log()).toEqual([]);
  });
});

describe('what the backend refuses', () => {
  it('passes through: status, JSON, Retry-After, X-Request-Id', async () => {
    const post = await serve();
    expys.queueFault({ kind: 'http', status: 429, retryAfter: 12 });
    const limited = await post();
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('12');
    expect(limited.headers.get('x-request-id')).toBeTruthy();
    expect(limited.headers.get('cache-control')).toBe('no-store');
    expect(await limited.json()).toMatchObject({ error: { code: 'RATE_LIMITED' } });
    const wrong = await serve({ apiKey: 'expys_live_wrong1234' });
    expect((await wrong()).status).toBe(401);
  });

  it.each<[string, QueuedFault, number, string]>([
    ['a redirect', { kind: 'redirect' }, 502, 'redirected'],
    ['a dead socket', { kind: 'refuse' }, 502, 'network'],
    ['silence', { kind: 'hang-before-headers' }, 504, 'timeout'],
    ['a page instead of JSON', { kind: 'html' }, 502, 'invalid_response'],
    ['an empty 204', { kind: 'no-content' }, 502, 'invalid_response'],
    ['null', { kind: 'http', status: 200, body: null }, 502, 'invalid_response'],
    [
      'other JSON',
      { kind: 'http', status: 200, body: { accessToken: 7 } },
      502,
      'invalid_response',
    ],
  ])('%s is answered in our own words', async (_name, fault, status, code) => {
    const post = await serve({ headersTimeout: 100 });
    expys.queueFault(fault);
    const response = await post();
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, statusCode: status });
    // A redirect must not be followed: the key would go along.
    expect(expys.log()).toHaveLength(1);
  });

  it('a visitor who leaves takes the upstream request along', async () => {
    const post = await serve();
    expys.queueFault({ kind: 'hang-before-headers' });
    const leaving = new AbortController();
    const answer = post({ signal: leaving.signal });
    await expys.until(() => expys.log().length === 1);
    leaving.abort();
    await expect(answer).rejects.toThrow('aborted');
    await expys.until(() => expys.log()[0]?.closedBy === 'client');
  });
});

describe('the key', () => {
  it('is in nothing the browser gets, whatever the backend does with it', async () => {
    const canary = 'expys_live_5e1f77aa90';
    const upstream = await startServer((request, response) => {
      const quoted = request.headers.authorization ?? '';
      const status = Number(request.headers['x-request-id']);
      response.writeHead(status, {
        'content-type': 'application/json',
        'x-request-id': quoted,
        'retry-after': canary,
        'set-cookie': `key=${canary}`,
        'x-debug': quoted,
      });
      const error = { code: canary, message: `bad ${quoted}, near expys_live_other99` };
      response.end(JSON.stringify({ error, accessToken: canary, expiresAt: quoted, key: canary }));
    });
    running.push(upstream);
    const post = await serve({ baseUrl: upstream.origin, apiKey: canary });
    for (const status of ['200', '401', '500']) {
      const whole = await readWhole(await post({ headers: { ...json, 'x-request-id': status } }));
      expect(whole).not.toContain(canary);
      expect(whole).not.toContain('expys_live_other99');
    }
  });

  it('hidden in the end of a good token’s life is left out', async () => {
    const canary = 'expys_live_5e1f77aa90';
    const upstream = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ accessToken: 'v4.local.good', expiresAt: canary }));
    });
    running.push(upstream);
    const post = await serve({ baseUrl: upstream.origin, apiKey: canary });
    expect(await readWhole(await post())).not.toContain(canary);
  });

  it('and the base URL are checked when the handler is made', () => {
    const make = (options: Partial<TokenHandlerOptions>) => (): unknown =>
      createTokenHandler({
        baseUrl: 'https://x.example',
        apiKey: 'expys_live_1',
        getUser: () => user,
        authorize: () => true,
        ...options,
      });
    expect(make({ apiKey: '' })).toThrow('apiKey is empty');
    expect(make({ baseUrl: '/api' })).toThrow('baseUrl must be an absolute http(s) URL');
    expect(make({})).not.toThrow();
  });
});
