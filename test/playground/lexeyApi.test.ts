import { afterEach, describe, expect, it } from 'vitest';
import type { LexeyOptions } from '../../playground/server/lexey.ts';
import { createLexeyDemo } from '../../playground/server/lexey/lexeyDemo.ts';
import { startLexey, type LexeyServer } from '../helpers/startLexey.ts';
import { callLexey, readReply, type JsonAnswer } from './lexeyClient.ts';

let server: LexeyServer;

const start = async (options: LexeyOptions = {}): Promise<void> => {
  server = await startLexey(options);
};

afterEach(() => server.close());

const post = (body: unknown, id = 'cv_1'): Promise<JsonAnswer> =>
  callLexey(server, 'POST', `/${id}/messages`, { body });

describe('the routes of both bases (PROTOCOLS §5.2)', () => {
  it('begin a conversation: 201 with its id, which is then empty', async () => {
    await start();
    for (const [baseUrl, key] of [
      [server.baseUrl, server.apiKey],
      [server.managementUrl, server.managementKey],
    ] as const) {
      const { status, json } = await callLexey(server, 'POST', '', { baseUrl, key });
      expect(status).toBe(201);
      expect(Object.keys(json)).toEqual(['conversationId']);
      expect(json.conversationId).toMatch(
        /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/,
      );
      const path = `/${json.conversationId}/messages`;
      const history = await callLexey(server, 'GET', path, { baseUrl, key });
      expect(history.json).toEqual({ messages: [] });
    }
  });

  it('list everything, oldest first, with three fields and no id', async () => {
    await start();
    server.say('Hello', ' there');
    await readReply(server, 'hi');
    server.emit({ conversationId: 'cv_1', content: 'Maya here' });
    const { status, json } = await callLexey(server, 'GET', '/cv_1/messages');
    expect(status).toBe(200);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(json).toEqual({
      messages: [
        { role: 'user', content: 'hi', createdAt: time },
        { role: 'assistant', content: 'Hello there', createdAt: time },
        { role: 'assistant', content: 'Maya here', createdAt: time },
      ],
    });
  });

  it('keep every code unit of a text', async () => {
    await start();
    const message = 'a\uD800b 😀 \u0000 </script> \u2028 é';
    await readReply(server, message);
    expect(server.contents()[0]).toBe(message);
  });
});

describe('refusals (PROTOCOLS §5.4)', () => {
  const error = (text: string | RegExp) => ({ error: expect.stringMatching(text) });

  it('401 without a key or with an unknown one', async () => {
    await start();
    for (const key of [undefined, 'lxc_wrong', '__proto__']) {
      const { status, json } = await callLexey(server, 'GET', '/cv_1/messages', { key });
      expect(status).toBe(401);
      expect(json).toEqual(error('API key'));
    }
  });

  it('403 for the key of the other base', async () => {
    await start();
    const key = server.managementKey;
    expect((await callLexey(server, 'GET', '/cv_1/messages', { key })).status).toBe(403);
    const baseUrl = server.managementUrl;
    expect((await callLexey(server, 'POST', '', { baseUrl })).status).toBe(403);
  });

  it('404 for an unknown conversation, one of the other base, and an unknown path', async () => {
    await start();
    expect((await post({ message: 'hi' }, 'nope')).json).toEqual(error('Conversation not found'));
    expect((await post({ message: 'hi' }, 'cv_management')).status).toBe(404);
    expect((await callLexey(server, 'GET', '/cv_1')).status).toBe(404);
    expect((await callLexey(server, 'DELETE', '/cv_1/messages')).status).toBe(404);
  });

  it.each([
    ['no message', {}],
    ['an empty message', { message: ' \n' }],
    ['a number', { message: 7 }],
    ['no JSON', '{"message":'],
    ['one character too many', { message: 'x'.repeat(4_001) }],
  ])('400 for %s; nothing is stored', async (_, body) => {
    await start();
    const { status, json } = await post(body);
    expect(status).toBe(400);
    expect(json).toEqual(error('message'));
    expect(server.contents()).toEqual([]);
  });

  it('402 without a subscription; history can still be read', async () => {
    await start({ hasSubscription: false });
    expect((await post({ message: 'hi' })).status).toBe(402);
    expect((await callLexey(server, 'POST', '')).status).toBe(402);
    expect((await callLexey(server, 'GET', '/cv_1/messages')).status).toBe(200);
  });

  it('429 when the conversation is full, and for ever; others go on', async () => {
    await start({ messageLimit: 2 });
    await readReply(server, 'one');
    await readReply(server, 'two');
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const { status, headers, json } = await post({ message: 'three' });
      expect(status).toBe(429);
      expect(headers.get('retry-after')).toBeNull();
      expect(json).toEqual(error('limit'));
    }
    expect(server.contents().filter((text) => text === 'three')).toEqual([]);
    const { json } = await callLexey(server, 'POST', '');
    const other = await fetch(`${server.baseUrl}/conversations/${json.conversationId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.apiKey}` },
      body: '{"message":"hi"}',
    });
    expect(other.status).toBe(200);
    await other.body?.cancel();
  });

  it('any status, body and header a fault asks for', async () => {
    await start();
    server.queueFault(
      { kind: 'http', status: 500, match: { route: 'send' } },
      { kind: 'http', status: 429, retryAfter: 7, match: { route: 'send' } },
      { kind: 'http', status: 400, body: { error: { message: 'odd' } }, match: { route: 'send' } },
      { kind: 'html', status: 502, match: { route: 'send' } },
    );
    expect(await post({ message: 'hi' })).toMatchObject({ status: 500, json: error('') });
    expect((await post({ message: 'hi' })).headers.get('retry-after')).toBe('7');
    expect((await post({ message: 'hi' })).json).toEqual({ error: { message: 'odd' } });
    await expect(post({ message: 'hi' })).rejects.toThrow('JSON');
    expect(server.contents()).toEqual([]);
  });

  it('500 after the message was stored, and answered for nobody', async () => {
    await start();
    server.say('Hello');
    server.queueFault({ kind: 'http', status: 500, when: 'after', match: { route: 'send' } });
    expect((await post({ message: 'hi' })).status).toBe(500);
    await server.until(() => server.contents().length === 2);
    expect(server.contents()).toEqual(['hi', 'Hello']);
  });
});

describe('controls', () => {
  it('edit and remove by index, and show what the server holds', async () => {
    await start();
    server.seed({
      conversations: [
        {
          id: 'cv_2',
          messages: [{ role: 'user', content: 'a' }, { content: 'b' }, { content: 'c' }],
        },
      ],
    });
    server.edit({ conversationId: 'cv_2', index: 1, content: 'B' });
    server.remove({ conversationId: 'cv_2', id: server.transcript('cv_2')[0]!.id });
    expect(server.messages('cv_2').map(({ content }) => content)).toEqual(['B', 'c']);
    expect(() => server.remove({ conversationId: 'cv_2', index: 9 })).toThrow('No message');
    expect(() => server.emit({ conversationId: 'none', content: 'x' })).toThrow('Seed it first');
    expect(server.state()).toMatchObject({
      conversations: expect.arrayContaining([
        expect.objectContaining({ id: 'cv_2', messages: 2, status: 'active', isReplying: false }),
      ]),
    });
  });

  it('reset forgets all, and sends that waited for a reply are told so', async () => {
    await start();
    server.say({ text: 'slow', delay: 60_000 });
    const first = readReply(server, 'one');
    await server.until(() => server.contents().length === 1);
    const second = post({ message: 'two' });
    await server.until(() => server.log().length === 2);
    server.reset();
    expect((await second).status).toBe(404);
    expect(await first).toBe('');
  });

  it('the demo has a person in it, and holds together', async () => {
    await start();
    const now = Date.now();
    const [harbour, empty] = createLexeyDemo(now);
    const times = harbour!.messages!.map(({ createdAt }) => Date.parse(createdAt!));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(now);
    expect(harbour!.messages!.some(({ content }) => content.includes('Maya here'))).toBe(true);
    expect(empty!.messages).toBeUndefined();
  });
});
