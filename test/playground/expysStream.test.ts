import { afterEach, describe, expect, it } from 'vitest';
import type { ExpysOptions } from '../../playground/server/expys.ts';
import { startExpys, type ExpysServer } from '../transports/expys/startExpys.ts';
import {
  callExpys,
  openStream,
  readMessages,
  takeToken,
  withoutHeartbeats,
  type JsonAnswer,
} from './expysClient.ts';

let server: ExpysServer;

const start = async (options: ExpysOptions = {}): Promise<void> => {
  server = await startExpys(options);
};
afterEach(() => server.close());

const say = (body: string | null) => server.emit({ conversationId: 'cnv_1', body });
const send = (
  message: unknown,
  headers: Record<string, string> = {},
  bearer = takeToken(server),
): Promise<JsonAnswer> =>
  callExpys(server, 'POST', '/conversations/cnv_1/messages', {
    body: { message },
    headers,
    bearer,
  });
const texts = () => server.messages('cnv_1').map(({ body }) => body);

describe('the stream (PROTOCOLS §4.3)', () => {
  it('begins with a heartbeat and brings only what is new, byte for byte', async () => {
    await start({ heartbeatInterval: 60_000 });
    say('before');
    const stream = await openStream(server);
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
    await stream.until(({ text }) => text !== '');
    const { id, authorID, createdAt } = say('Booked. Anything else?');
    await stream.until(({ text }) => text.includes('Booked'));
    expect(stream.text).toBe(
      `: heartbeat\n\ndata: {"id":"${id}","authorID":"${authorID}","type":"text","body":"Booked. Anything else?","createdAt":"${createdAt}","attachments":[]}\n\n`,
    );
    stream.leave();
    await server.until(() => server.openStreams().length === 0);
  });

  it('goes on with heartbeats', async () => {
    await start({ heartbeatInterval: 10 });
    const stream = await openStream(server);
    await stream.until(({ text }) => text === ': heartbeat\n\n'.repeat(4));
    stream.leave();
  });

  it('may call itself text/plain', async () => {
    await start({ contentType: 'text/plain' });
    const stream = await openStream(server);
    expect(stream.headers['content-type']).toBe('text/plain');
    stream.leave();
  });

  it('ends in order when its token expires, and when the conversation goes', async () => {
    await start();
    const first = await openStream(server);
    server.advanceClock(60 * 60_000);
    await first.until(({ closed }) => closed === 'end');
    const second = await openStream(server);
    server.remove({ conversationId: 'cnv_1' });
    await second.until(({ closed }) => closed === 'end');
    expect((await openStream(server)).status).toBe(404);
  });

  it('goes on after its token was revoked; the next one needs another', async () => {
    await start();
    const token = takeToken(server);
    const stream = await openStream(server, token);
    server.revokeTokens();
    say('still heard');
    await stream.until(({ text }) => text.includes('still heard'));
    expect((await openStream(server, token)).status).toBe(401);
    stream.leave();
  });
});

describe('sending (PROTOCOLS §4.5)', () => {
  it('answers ok and nothing more; everybody’s streams hear it, the sender’s too', async () => {
    await start();
    const [mine, theirs] = await Promise.all([
      openStream(server),
      openStream(server, takeToken(server, 'u_2')),
    ]);
    const { status, json } = await send('Table for two at 8?');
    expect([status, json]).toEqual([200, { ok: true }]);
    for (const stream of [mine, theirs]) {
      await stream.until(({ text }) => text.includes('Table'));
      expect(readMessages(stream)).toMatchObject([{ authorID: 'mem_7', type: 'text' }]);
      stream.leave();
    }
  });

  it('leaves the sender’s own streams out where echoes are switched off', async () => {
    await start({ isEchoing: false });
    const mine = await openStream(server);
    const theirs = await openStream(server, takeToken(server, 'u_2'));
    await send('hello');
    await theirs.until(({ text }) => text.includes('hello'));
    say('after');
    await mine.until(({ text }) => text.includes('after'));
    expect(readMessages(mine)).toMatchObject([{ body: 'after' }]);
    for (const stream of [mine, theirs]) stream.leave();
  });

  it.each([
    ['never', 0],
    ['twice', 2],
    ['after', 1],
  ] as const)('echoes %s, as a fault says', async (mode, count) => {
    await start();
    const stream = await openStream(server);
    server.queueFault({ kind: 'echo', mode, ms: 5 });
    await send('hello');
    await stream.until(() => readMessages(stream).length === count);
    say('after');
    await stream.until(({ text }) => withoutHeartbeats(text).includes('after'));
    expect(readMessages(stream)).toHaveLength(count + 1);
    stream.leave();
  });

  it.each([
    ['nothing', undefined, 422, 'VALIDATION'],
    ['white space', ' \n', 422, 'VALIDATION'],
    ['a number', 7, 422, 'VALIDATION'],
    ['too much', 'x'.repeat(10_001), 413, 'PAYLOAD_TOO_LARGE'],
  ])('refuses %s', async (_, message, status, code) => {
    await start();
    const answer = await send(message);
    expect([answer.status, answer.json.error.code]).toEqual([status, code]);
    expect(texts()).toEqual([]);
  });

  it('stores one message per key, also while the first is still running, for a day', async () => {
    await start();
    server.queueFault({ kind: 'echo', mode: 'before', ms: 30 });
    const key = { 'idempotency-key': 'k1' };
    const answers = await Promise.all([1, 2, 3].map(() => send('once', key)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(texts()).toEqual(['once']);
    const reused = await send('other', key);
    expect([reused.status, reused.json.error.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
    await send('once', key, takeToken(server, 'u_2'));
    server.advanceClock(24 * 60 * 60_000);
    await send('other', key);
    expect(texts()).toEqual(['once', 'once', 'other']);
    expect((await send('x', { 'idempotency-key': 'k'.repeat(256) })).status).toBe(400);
  });
});

describe('the concierge', () => {
  it('answers with the next script, then in the usual way', async () => {
    await start({ autoReply: true, replyDelay: 1 });
    server.script({
      conversationId: 'cnv_1',
      replies: [
        [
          { body: 'one', delay: 1 },
          { attachments: [{ name: 'two.txt' }], delay: 1 },
        ],
      ],
    });
    await send('a');
    await server.until(() => texts().length === 3);
    await send('Hello!');
    await server.until(() => texts().length === 6);
    expect(texts()).toEqual(['a', 'one', null, 'Hello!', 'Hello, Ada! 👋', expect.any(String)]);
    expect(server.messages('cnv_1')[1]!.authorID).toBe('agent_maya');
  });

  it('sends a file without a word when asked for tickets', async () => {
    await start({ autoReply: true, replyDelay: 0 });
    await send('my tickets please');
    await server.until(() => texts().length === 3);
    expect(server.messages('cnv_1')[2]).toMatchObject({
      body: null,
      attachments: [{ name: 'itinerary.txt' }],
    });
  });
});
