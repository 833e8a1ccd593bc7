import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startExpys, type ExpysServer } from '../transports/expys/startExpys.ts';
import { callExpys, openStream, takeToken } from './expysClient.ts';

let server: ExpysServer;
const path = '/conversations/cnv_1/messages';

beforeEach(async () => {
  server = await startExpys();
});
afterEach(() => server.close());

describe('the exchange (PROTOCOLS §4.1)', () => {
  const exchange = (body: unknown, bearer = server.orgKey) =>
    callExpys(server, 'POST', '/auth/exchange', { body, bearer });

  it('turns a user of the app into a member token, for the organisation only', async () => {
    const { status, json } = await exchange({ externalUserID: 'u_42', displayName: 'Ada' });
    expect(status).toBe(200);
    expect(json.accessToken).toMatch(/^v4\.local\.[\w-]{43}$/);
    expect(new Date(json.expiresAt).toISOString()).toBe(json.expiresAt);
    expect(server.tokens()).toMatchObject([{ externalUserID: 'u_42' }]);
    const used = await callExpys(server, 'GET', path, { bearer: json.accessToken });
    expect(used.status).toBe(200);
    expect((await exchange({ externalUserID: 'u_42' }, json.accessToken)).status).toBe(403);
    expect((await exchange({ externalUserID: 'u_42' }, 'expys_live_wrong')).status).toBe(401);
    expect((await exchange({ displayName: 'Ada' })).json.error.code).toBe('VALIDATION');
  });

  it('mints tokens that end with the clock, or at once where a fault says so', async () => {
    const { json } = await exchange({ externalUserID: 'u_1' });
    server.advanceClock(60 * 60_000);
    expect((await callExpys(server, 'GET', path, { bearer: json.accessToken })).status).toBe(401);
    server.queueFault({ kind: 'auth-expire', match: { route: 'exchange' } });
    const spoilt = await exchange({ externalUserID: 'u_1' });
    const refused = await callExpys(server, 'GET', path, { bearer: spoilt.json.accessToken });
    expect(refused.status).toBe(401);
    expect(refused.json).toEqual({
      error: { code: 'UNAUTHORIZED', message: 'Token is unknown or expired' },
    });
    expect(refused.headers.get('x-request-id')).toBeTruthy();
  });

  it('never lets the organisation stream, and notes a key that came from a browser', async () => {
    const stream = await openStream(server, server.orgKey);
    expect(stream.status).toBe(403);
    const headers = { origin: 'https://app.example' };
    await callExpys(server, 'GET', `${path}?externalUserID=u_1`, {
      bearer: server.orgKey,
      headers,
    });
    expect(server.violations().map(({ kind }) => kind)).toEqual([
      'org-key-on-stream',
      'org-key-from-browser',
    ]);
  });
});

describe('history (PROTOCOLS §4.2)', () => {
  const bodies = (messages: { body: string }[]): string[] => messages.map(({ body }) => body);

  it('is newest first, 20 at a time, and ends with a null cursor', async () => {
    for (let i = 1; i <= 45; i += 1) server.emit({ conversationId: 'cnv_1', body: `${i}` });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { json } = await callExpys(server, 'GET', cursor ? `${path}?cursor=${cursor}` : path);
      seen.push(...bodies(json.messages));
      cursor = json.nextCursor as string | null;
    }
    expect(seen).toEqual(Array.from({ length: 45 }, (_, index) => `${45 - index}`));
    const exact = await callExpys(server, 'GET', `${path}?limit=45`);
    expect(exact.json.nextCursor).toBeNull();
  });

  it('is anchored: what comes or goes meanwhile does not move a page', async () => {
    const ids = [1, 2, 3, 4, 5].map(
      (n) => server.emit({ conversationId: 'cnv_1', body: `${n}` }).id,
    );
    const first = await callExpys(server, 'GET', `${path}?limit=2`);
    server.emit({ conversationId: 'cnv_1', body: 'new' });
    server.remove({ conversationId: 'cnv_1', id: ids[3]! });
    const next = await callExpys(server, 'GET', `${path}?limit=2&cursor=${first.json.nextCursor}`);
    expect(bodies(next.json.messages)).toEqual(['3', '2']);
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'cursor=%25'])('refuses %s', async (query) => {
    const { status, json } = await callExpys(server, 'GET', `${path}?${query}`);
    expect([status, json.error.code]).toEqual([400, 'BAD_REQUEST']);
  });

  it('hides the team’s notes, and conversations of others', async () => {
    const stream = await openStream(server);
    server.emit({ conversationId: 'cnv_1', body: 'a note', isInternal: true });
    server.emit({ conversationId: 'cnv_1', body: 'said' });
    await stream.until(({ text }) => text.includes('said'));
    expect(stream.text).not.toContain('a note');
    stream.leave();
    expect(bodies((await callExpys(server, 'GET', path)).json.messages)).toEqual(['said']);
    server.seed({ conversations: [{ id: 'cnv_2', members: ['u_2'] }] });
    const url = '/conversations/cnv_2/messages';
    expect((await callExpys(server, 'GET', url)).json.error.code).toBe('NOT_FOUND');
    const bearer = takeToken(server, 'u_2');
    expect((await callExpys(server, 'GET', url, { bearer })).status).toBe(200);
  });

  it('speaks for a member when the organisation names one', async () => {
    const bearer = server.orgKey;
    expect((await callExpys(server, 'GET', path, { bearer })).status).toBe(400);
    const named = await callExpys(server, 'GET', `${path}?externalUserID=u_1`, { bearer });
    expect(named.status).toBe(200);
  });
});

describe('the list of conversations', () => {
  it('has the newest activity first, notes aside', async () => {
    server.seed({ conversations: [{ id: 'cnv_2', title: 'Two' }, { id: 'cnv_3' }] });
    const createdAt = '2026-05-02T10:11:12.345Z';
    server.emit({ conversationId: 'cnv_2', body: 'x', createdAt });
    server.emit({ conversationId: 'cnv_1', body: 'note', isInternal: true });
    const { json } = await callExpys(server, 'GET', '/conversations');
    expect(json.conversations).toEqual([
      { id: 'cnv_2', title: 'Two', type: 'concierge', lastMessageAt: createdAt },
      { id: 'cnv_1', title: 'One', type: 'concierge', lastMessageAt: null },
      { id: 'cnv_3', title: null, type: 'concierge', lastMessageAt: null },
    ]);
  });
});

describe('attachments', () => {
  it('are behind signed URLs that expire, and have none while in the making', async () => {
    const attachments = [
      { name: 'a.txt', content: 'A!' },
      { name: 'b.txt', isProcessing: true },
    ];
    server.emit({ conversationId: 'cnv_1', body: null, attachments });
    const { json } = await callExpys(server, 'GET', path);
    const [a, b] = json.messages[0].attachments;
    expect([a.name, b.name, b.url]).toEqual(['a.txt', 'b.txt', null]);
    expect(Date.parse(a.expiresAt)).toBeGreaterThan(Date.now());
    expect(await (await fetch(a.url)).text()).toBe('A!');
    expect((await fetch(a.url.replace(/expires=\d/, 'expires=9'))).status).toBe(403);
    server.advanceClock(10 * 60_000);
    expect((await fetch(a.url)).status).toBe(403);
  });
});

describe('limits', () => {
  it('answer 429 with Retry-After', async () => {
    await server.close();
    server = await startExpys({ rateLimit: { limit: 1, window: 60_000 } });
    expect((await callExpys(server, 'GET', path)).status).toBe(200);
    const { status, json, headers } = await callExpys(server, 'GET', path);
    expect([status, json.error.code]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('unknown paths are 404 in the documented shape', async () => {
    const { status, json } = await callExpys(server, 'GET', '/nothing');
    expect([status, json.error.code]).toEqual([404, 'NOT_FOUND']);
  });
});
