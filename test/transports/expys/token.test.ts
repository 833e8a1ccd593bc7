import type { ConversationState } from 'react-conversation-stream/core';
import {
  createExpysTransport,
  type ExpysToken,
  type GetExpysToken,
} from 'react-conversation-stream/transports/expys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConversation, type OpenConversation } from '../../helpers/openConversation.ts';
import { createTestTransport } from './expysTransport.ts';
import { startExpys, type ExpysServer } from './startExpys.ts';

const id = 'cnv_1';
let server: ExpysServer;
let chat: OpenConversation | undefined;
let asked: string[] = [];

beforeEach(async () => {
  server = await startExpys();
  asked = [];
});
afterEach(async () => {
  chat?.client.dispose();
  await server.close();
});

const mint = (ttl?: number): ExpysToken =>
  server.mintToken({ externalUserID: 'u_1', ...(ttl === undefined ? {} : { ttl }) });
const getToken: GetExpysToken = async ({ reason }) => {
  asked.push(reason);
  return mint();
};
const join = (options: Parameters<typeof createTestTransport>[1] = {}): OpenConversation => {
  const transport = createTestTransport(server, { getToken, ...options });
  chat = openConversation({ transport }, id);
  return chat;
};
const isLive = (state: ConversationState) => state.continuity === 'live';
const requests = (route: string) => server.log().filter((request) => request.route === route);
const statuses = () => server.log().map(({ status }) => status);
const { signal } = new AbortController();
const page = { conversationId: id, limit: 20, signal };

describe('a member token', () => {
  it('is asked for once, however many requests need it', async () => {
    const transport = createTestTransport(server, { getToken });
    await Promise.all(Array.from({ length: 5 }, () => transport.listMessages(page)));
    await transport.listMessages(page);
    expect(asked).toEqual(['initial']);
    expect(new Set(server.log().map(({ headers }) => headers['authorization'])).size).toBe(1);
  });

  it('given as `token` is used as it is; refused, it is an answer', async () => {
    const { accessToken: token } = mint();
    const transport = createExpysTransport({ baseUrl: server.origin, token });
    await transport.listMessages(page);
    server.revokeTokens();
    await expect(transport.listMessages(page)).rejects.toMatchObject({
      code: 'unauthorized',
      status: 401,
      retryable: false,
    });
    expect(statuses()).toEqual([200, 401]);
  });

  it('given together with `getToken` is replaced when it is refused', async () => {
    const transport = createTestTransport(server, { token: 'v4.local.old', getToken });
    await transport.listMessages(page);
    expect(asked).toEqual(['unauthorized']);
    expect(statuses()).toEqual([401, 200]);
  });

  it('must be there in some way', () => {
    expect(() => createExpysTransport({ baseUrl: server.origin })).toThrow(
      'createExpysTransport needs a member token',
    );
    expect(() => createExpysTransport({ baseUrl: server.origin, token: '' })).toThrow(
      'createExpysTransport needs a member token',
    );
  });
});

describe('before it expires', () => {
  it('it is renewed, 30 s ahead, once for all', async () => {
    let now = Date.now();
    const clock = { now: () => now };
    const transport = createTestTransport(server, { getToken, clock });
    await transport.listMessages(page);
    now += 60 * 60_000 - 31_000;
    await transport.listMessages(page);
    expect(asked).toEqual(['initial']);
    now += 2_000;
    await Promise.all([transport.listMessages(page), transport.listMessages(page)]);
    expect(asked).toEqual(['initial', 'expiring']);
    expect(statuses()).toEqual([200, 200, 200, 200]);
  });

  it('the stream the server closed at expiry comes back with a new one, without a 401', async () => {
    const opened = join({
      getToken: async ({ reason }) => {
        asked.push(reason);
        return mint(asked.length === 1 ? 800 : undefined);
      },
    });
    await opened.until(isLive);
    await server.until(() => requests('stream').length === 2 && server.openStreams().length === 1);
    server.emit({ conversationId: id, body: 'still here' });
    await opened.until(({ keys }) => keys.length === 1);
    expect(asked).toEqual(['initial', 'expiring']);
    expect(statuses()).not.toContain(401);
    expect(requests('stream')[0]!.closedBy).toBe('server');
  });

  it('a short life gets a short margin, and clocks that differ start no storm', async () => {
    for (const life of [5_000, -3_600_000]) {
      asked = [];
      const transport = createTestTransport(server, {
        getToken: async (request) => {
          const { accessToken } = await getToken(request);
          return { accessToken, expiresAt: Date.now() + life };
        },
      });
      for (let i = 0; i < 5; i += 1) await transport.listMessages(page);
      expect(asked).toEqual(['initial']);
    }
  });
});

describe('a 401', () => {
  it('brings one new token for stream and send together, and both go on at once', async () => {
    const opened = join({ selfAuthorId: 'mem_7', policy: { backoff: () => 60_000 } });
    await opened.until(isLive);
    server.revokeTokens();
    server.queueFault({ kind: 'hang-before-headers', ms: 40, match: { route: 'stream' } });
    opened.conversation.reconnect();
    await opened.conversation.sendMessage('with a fresh token');
    await opened.until((state) => isLive(state) && state.keys.length === 1);
    expect(asked).toEqual(['initial', 'unauthorized']);
    expect(statuses().filter((status) => status === 401).length).toBeGreaterThanOrEqual(2);
  });

  it('on the stream is answered at once, without a back-off', async () => {
    server.queueFault({ kind: 'http', status: 401, match: { route: 'stream' } });
    const opened = join({ policy: { backoff: () => 60_000 } });
    await opened.until(isLive);
    expect(asked).toEqual(['initial', 'unauthorized']);
  });

  it('twice in a row is an answer: unauthorized until the app reconnects', async () => {
    server.queueFault({ kind: 'http', status: 401, match: { route: 'stream' }, times: 2 });
    const opened = join();
    const state = await opened.until(({ connection }) => connection.status === 'unauthorized');
    expect(state).toMatchObject({ continuity: 'paused', connection: { error: { status: 401 } } });
    expect(requests('stream')).toHaveLength(2);
    expect(asked).toEqual(['initial', 'unauthorized']);
    opened.conversation.reconnect();
    await opened.until(isLive);
    expect(requests('stream')).toHaveLength(3);
  });

  it('has its budget anew after a stream that opened', async () => {
    const opened = join();
    for (let round = 1; round <= 3; round += 1) {
      await opened.until(isLive);
      server.queueFault({ kind: 'http', status: 401, match: { route: 'stream' } });
      server.dropStreams({ how: 'close' });
      await server.until(
        () => requests('stream').length === 1 + 2 * round && server.openStreams().length === 1,
      );
    }
    await opened.until(isLive);
    expect(asked).toEqual(['initial', 'unauthorized', 'unauthorized', 'unauthorized']);
  });

  it('on everything, always, ends after two requests each', async () => {
    server.queueFault({ kind: 'http', status: 401, times: 100 });
    const opened = join();
    await opened.until(
      ({ connection, isPending }) => connection.status === 'unauthorized' && !isPending,
    );
    expect(requests('stream')).toHaveLength(2);
    expect(requests('history').length).toBeLessThanOrEqual(2);
    expect(asked.length).toBeLessThanOrEqual(3);
  });
});

describe('a backend that gives no token', () => {
  it.each([401, 403, 404])('because of %i is not asked again', async (status) => {
    const opened = join({
      getToken: async () => {
        asked.push('asked');
        throw Object.assign(new Error('No session'), { status });
      },
    });
    const state = await opened.until(
      ({ connection, isPending }) =>
        ['closed', 'unauthorized'].includes(connection.status) && !isPending,
    );
    expect(state.connection.status).toBe(status === 401 ? 'unauthorized' : 'closed');
    expect(state.connection.error).toMatchObject({ status, message: 'No session' });
    expect(asked.length).toBeLessThanOrEqual(2);
    expect(server.log()).toEqual([]);
  });

  it('for a while is asked again, not before it said', async () => {
    const times: number[] = [];
    const opened = join({
      getToken: async (request) => {
        times.push(Date.now());
        if (times.length > 1) return getToken(request);
        throw Object.assign(new Error('Later'), { status: 503, retryAfter: 0.3 });
      },
    });
    await opened.until(isLive);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(299);
  });

  it.each([
    ['nothing', undefined],
    ['another shape', { token: 'x' }],
    ['a token that no header may carry', { accessToken: 'a\nb' }],
  ])('but %s is a retryable failure', async (_, answer) => {
    let isFirst = true;
    const opened = join({
      getToken: async (request) => {
        if (!isFirst) return getToken(request);
        isFirst = false;
        return answer as never;
      },
      policy: { backoff: () => 60 },
    });
    await opened.until(({ connection }) => connection.error?.code === 'invalid_response');
    await opened.until(isLive);
  });
});

describe('a refresh', () => {
  it('goes on for those who wait when one of them leaves, and ends with the last', async () => {
    const signals: AbortSignal[] = [];
    const transport = createTestTransport(server, {
      getToken: ({ signal }) => {
        signals.push(signal);
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
      },
    });
    const [one, two] = [new AbortController(), new AbortController()];
    const calls = [one, two].map((controller) =>
      transport.listMessages({ ...page, signal: controller.signal }).catch(() => 'ended'),
    );
    one.abort();
    expect(signals).toHaveLength(1);
    expect(signals[0]!.aborted).toBe(false);
    two.abort();
    expect(signals[0]!.aborted).toBe(true);
    expect(await Promise.all(calls)).toEqual(['ended', 'ended']);
  });

  it('that ignores its signal does not keep the next one from starting', async () => {
    let calls = 0;
    const transport = createTestTransport(server, {
      getToken: (request) => {
        calls += 1;
        return calls === 1 ? new Promise(() => {}) : getToken(request);
      },
    });
    const leaving = new AbortController();
    void transport.listMessages({ ...page, signal: leaving.signal }).catch(() => {});
    leaving.abort();
    await transport.listMessages(page);
    expect(calls).toBe(2);
  });
});

describe('a refused token', () => {
  it('is not used again when no other could be had, and the second refusal is still the last', async () => {
    server.queueFault({ kind: 'http', status: 401, match: { route: 'stream' }, times: 2 });
    let calls = 0;
    const opened = join({
      getToken: async (request) => {
        calls += 1;
        if (calls === 2) throw new Error('The app is away for a moment');
        return getToken(request);
      },
    });
    await opened.until(({ connection }) => connection.status === 'unauthorized');
    expect(asked).toEqual(['initial', 'unauthorized']);
    const used = requests('stream').map(({ headers }) => headers['authorization']);
    expect([used.length, new Set(used).size]).toEqual([2, 2]);
  });
});

describe('a refresh that never ends', () => {
  it('is given up after 30 s although somebody always waits for it', async () => {
    let now = 0;
    let calls = 0;
    const transport = createTestTransport(server, {
      clock: { now: () => now },
      getToken: (request) => {
        calls += 1;
        return calls === 1 ? new Promise(() => {}) : getToken(request);
      },
    });
    const waiting = new AbortController();
    const first = transport.listMessages({ ...page, signal: waiting.signal }).catch(() => 'ended');
    now += 29_999;
    const second = transport.listMessages({ ...page, signal: waiting.signal }).catch(() => 'ended');
    expect(calls).toBe(1);
    now += 1;
    await transport.listMessages(page);
    expect(calls).toBe(2);
    waiting.abort();
    void Promise.all([first, second]);
  });
});
