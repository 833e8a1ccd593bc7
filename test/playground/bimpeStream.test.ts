import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BimpeMessage } from '../../playground/server/bimpe/bimpeTypes.ts';
import { startBimpe, type BimpeServer } from '../helpers/startBimpe.ts';
import { openStream, wireBlock, withoutHeartbeats, type RawStream } from './bimpeClient.ts';

let server: BimpeServer;

beforeEach(async () => {
  server = await startBimpe();
});

afterEach(() => server.close());

const say = (message: string): BimpeMessage => server.emit({ conversationId: 'cv_1', message });

/** Waits until the stream carries the message, then gives all it carried but heartbeats. */
async function readUpTo(stream: RawStream, last: BimpeMessage): Promise<string> {
  await stream.until(({ text }) => text.includes(wireBlock(last)));
  return withoutHeartbeats(stream.text);
}

describe('the bytes of a stream (PROTOCOLS §3.5)', () => {
  it('are those of the page, byte for byte', async () => {
    server.seed({ conversations: [{ id: 'cm9conv01' }] });
    const stream = await openStream(server, { conversationId: 'cm9conv01' });
    server.emit({
      conversationId: 'cm9conv01',
      id: 'cm9msg002',
      role: 'user',
      message: 'hi',
      created_at: '2026-05-02T10:11:13.000Z',
    });
    await stream.until(({ text }) => text.includes('event: heartbeat'));
    server.emit({
      conversationId: 'cm9conv01',
      id: 'cm9msg003',
      message: 'Hello! How can I help?',
      created_at: '2026-05-02T10:11:15.120Z',
    });
    await stream.until(({ text }) => text.includes('cm9msg003') && text.endsWith('\n\n'));
    const expected = [
      'id: cm9msg002\n',
      'event: message\n',
      'data: {"id":"cm9msg002","conversation_id":"cm9conv01","role":"user","message":"hi","message_type":"text","created_at":"2026-05-02T10:11:13.000Z"}\n',
      '\n',
      'event: heartbeat\n',
      'data: {"ts":0}\n',
      '\n',
      'id: cm9msg003\n',
      'event: message\n',
      'data: {"id":"cm9msg003","conversation_id":"cm9conv01","role":"assistant","message":"Hello! How can I help?","message_type":"text","created_at":"2026-05-02T10:11:15.120Z"}\n',
      '\n',
    ].join('');
    const oneHeartbeat = stream.text
      .replaceAll(/"ts":\d+/g, '"ts":0')
      .replaceAll(
        /(event: heartbeat\ndata: \{"ts":0\}\n\n)+/g,
        'event: heartbeat\ndata: {"ts":0}\n\n',
      );
    expect(oneHeartbeat.startsWith(expected)).toBe(true);
    stream.leave();
  });

  it('come with the documented headers, before the first event', async () => {
    // openStream resolves on the headers; nothing was said yet and the first heartbeat is 50 ms away.
    const stream = await openStream(server);
    expect(stream.text).toBe('');
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
      connection: 'close',
    });
    expect(stream.headers['content-encoding']).toBeUndefined();
    stream.leave();
  });

  it('carry heartbeats with epoch milliseconds and no id, at the interval asked for', async () => {
    const stream = await openStream(server);
    await stream.until(({ text }) => text.split('event: heartbeat').length > 3);
    const times = [...stream.text.matchAll(/^data: \{"ts":(\d+)\}$/gm)].map((match) =>
      Number(match[1]),
    );
    expect(stream.text).not.toContain('id:');
    expect(Math.abs((times[0] ?? 0) - Date.now())).toBeLessThan(5_000);
    for (const [index, time] of times.slice(1).entries()) {
      expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(40);
    }
    stream.leave();
  });

  it('never hold attachments', async () => {
    const stream = await openStream(server);
    server.emit({
      conversationId: 'cv_1',
      id: 'm_image',
      message: null,
      message_type: 'image',
      attachments: [{ type: 'image', url: 'https://example.com/a.png' }],
    });
    await stream.until(({ text }) => text.includes('m_image') && text.endsWith('\n\n'));
    expect(stream.text).toContain('"message":null,"message_type":"image"');
    expect(stream.text).not.toContain('attachments');
    stream.leave();
  });
});

describe('where a stream begins (PROTOCOLS §3.6)', () => {
  const seed = (): BimpeMessage[] => {
    const time = (ms: number): string => `2026-05-02T10:00:00.00${ms}Z`;
    const messages = [1, 2, 2, 3].map((ms, index) => ({
      id: `m${index}`,
      message: `Text ${index}`,
      created_at: time(ms),
    }));
    server.seed({ conversations: [{ id: 'cv_1', messages }] });
    return [...server.messages('cv_1')];
  };

  const open = async (options: Parameters<typeof openStream>[1]): Promise<string> => {
    const stream = await openStream(server, options);
    const live = say('live');
    const text = await readUpTo(stream, live);
    stream.leave();
    return [...text.matchAll(/^id: (.*)$/gm)]
      .map((match) => match[1])
      .join(' ')
      .replace(live.id, 'live');
  };

  it('without a cursor: now', async () => {
    seed();
    expect(await open({})).toBe('live');
  });

  it('with an id: after it, in order of creation, and on', async () => {
    seed();
    expect(await open({ query: { after: 'm1' } })).toBe('m2 m3 live');
    expect(await open({ query: { after: 'm3' } })).toMatch(/live$/);
  });

  it('with a time: strictly later, so that a tie is lost', async () => {
    seed();
    expect(await open({ query: { after: '2026-05-02T10:00:00.001Z' } })).toBe('m1 m2 m3 live');
  });

  it('with a time inside a tie: after both', async () => {
    seed();
    expect(await open({ query: { after: '2026-05-02T10:00:00.002Z' } })).toBe('m3 live');
  });

  it('with a time before everything: at the start', async () => {
    seed();
    expect(await open({ query: { after: '2020-01-01T00:00:00Z' } })).toBe('m0 m1 m2 m3 live');
  });

  it('with Last-Event-ID: after that; the header wins over the query', async () => {
    seed();
    expect(await open({ headers: { 'last-event-id': 'm2' } })).toBe('m3 live');
    server.seed({ conversations: [{ id: 'cv_1' }] });
    seed();
    expect(await open({ headers: { 'last-event-id': 'm2' }, query: { after: 'm0' } })).toBe(
      'm3 live',
    );
  });

  it('with an id nobody knows: a 400 that says so', async () => {
    const stream = await openStream(server, { query: { after: 'gone' } });
    expect(stream.status).toBe(400);
    await stream.until(({ closed }) => closed === 'end');
    expect(JSON.parse(stream.text)).toEqual({
      message: ['after: unknown message id'],
      error: 'Bad Request',
      code: 'validation_error',
      statusCode: 400,
    });
  });

  it('with such an id, where the server is told to ignore it: now, and nobody is told', async () => {
    await server.close();
    server = await startBimpe({ unknownCursor: 'ignore' });
    seed();
    expect(await open({ query: { after: 'gone' } })).toBe('live');
  });

  it('replays blocks that are identical to the live ones', async () => {
    const first = await openStream(server);
    const start = say('zero');
    const sent = ['one', 'two 😀', 'three'].map(say);
    const live = await readUpTo(first, sent[2] as BimpeMessage);
    const second = await openStream(server, { query: { after: start.id } });
    const replayed = await readUpTo(second, sent[2] as BimpeMessage);
    expect(wireBlock(start) + replayed).toBe(live);
    first.leave();
    second.leave();
  });

  it('misses nothing that is created during a long replay', async () => {
    const start = say('start');
    const replay = Array.from({ length: 300 }, (_, index) => say(`old ${index}`));
    server.queueFault({ kind: 'split', sizes: 64 });
    const stream = await openStream(server, { query: { after: start.id } });
    await stream.until(({ text }) => text.length > 2_000);
    const during = Array.from({ length: 20 }, (_, index) => say(`new ${index}`));
    const text = await readUpTo(stream, during.at(-1) as BimpeMessage);
    expect(text).toBe([...replay, ...during].map(wireBlock).join(''));
    stream.leave();
  });
});

describe('the life of a stream', () => {
  it('keeps conversations apart', async () => {
    server.seed({ conversations: [{ id: 'cv_2' }] });
    const stream = await openStream(server);
    server.emit({ conversationId: 'cv_2', message: 'secret' });
    const mine = say('mine');
    expect(await readUpTo(stream, mine)).toBe(wireBlock(mine));
    stream.leave();
  });

  it('sends an edited message again under its id when asked, or says nothing', async () => {
    const stream = await openStream(server);
    const message = say('frist');
    server.edit({ conversationId: 'cv_1', id: message.id, message: 'silent' });
    const edited = server.edit({
      conversationId: 'cv_1',
      id: message.id,
      message: 'first',
      resend: true,
    });
    const last = say('end');
    expect(await readUpTo(stream, last)).toBe([message, edited, last].map(wireBlock).join(''));
    expect(edited.id).toBe(message.id);
    stream.leave();
  });

  it.each([429, 409, 403] as const)(
    'a team has ten streams; one more is too many, status %i',
    async (status) => {
      await server.close();
      server = await startBimpe({ tooManyStreamsStatus: status });
      const streams = await Promise.all(Array.from({ length: 10 }, () => openStream(server)));
      const refused = await openStream(server);
      expect(refused.status).toBe(status);
      await refused.until(({ closed }) => closed === 'end');
      expect(JSON.parse(refused.text)).toMatchObject({
        code: 'too_many_streams',
        statusCode: status,
      });
      streams[0]?.leave();
      await server.until(() => server.openStreams().length === 9);
      expect((await openStream(server)).status).toBe(200);
    },
  );

  it('the limit holds when many open at once', async () => {
    const streams = await Promise.all(Array.from({ length: 25 }, () => openStream(server)));
    expect(streams.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(streams.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it('the departure of a client is noticed within 100 ms', async () => {
    const stream = await openStream(server);
    expect(server.openStreams()).toHaveLength(1);
    const left = Date.now();
    stream.leave();
    await server.until(() => server.openStreams().length === 0);
    expect(Date.now() - left).toBeLessThan(100);
    expect(server.log().at(-1)).toMatchObject({ route: 'stream', closedBy: 'client', status: 200 });
    expect(server.state()['conversations']).toMatchObject([{ followers: 0 }]);
  });

  it('a stream that is over has no heart that goes on beating', async () => {
    let looks = 0;
    const now = (): number => {
      looks += 1;
      return Date.now();
    };
    const other = await startBimpe({ heartbeatInterval: 5, now });
    const stream = await openStream(other);
    await stream.until(({ text }) => text.includes('heartbeat'));
    stream.leave();
    await other.until(() => other.openStreams().length === 0);
    const then = looks;
    const witness = await openStream(server);
    await witness.until(({ text }) => text.includes('heartbeat'));
    // Ten of its beats have passed, and each would have looked at the clock.
    expect(looks).toBe(then);
    witness.leave();
    await other.close();
  });
});
