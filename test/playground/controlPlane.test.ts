import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestMessages } from '../../playground/digest.ts';
import { startBimpe, type BimpeServer } from '../helpers/startBimpe.ts';
import { callBimpe, openStream, takeTicket, withoutHeartbeats } from './bimpeClient.ts';

let server: BimpeServer;

beforeEach(async () => {
  server = await startBimpe();
});

afterEach(() => server.close());

// oxlint-disable-next-line typescript/no-explicit-any -- tests assert on what is really there
async function control(method: string, name: string, body?: unknown): Promise<any> {
  const response = await fetch(`${server.origin}/__ref/${name}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json: unknown = await response.json();
  return response.ok ? json : { status: response.status, json };
}

describe('the control plane over HTTP (PROTOCOLS §10.3)', () => {
  it('seeds, emits, edits and deletes; the API shows it', async () => {
    await control('POST', 'seed', {
      conversations: [{ id: 'cv_2', messages: [{ message: 'a' }] }],
    });
    const emitted = await control('POST', 'emit', {
      conversationId: 'cv_2',
      message: 'b',
      role: 'restaurant_user',
    });
    const stream = await openStream(server, { conversationId: 'cv_2' });
    const edit = { conversationId: 'cv_2', id: emitted.id, message: 'B', resend: true };
    expect(await control('POST', 'edit', edit)).toMatchObject({ id: emitted.id, message: 'B' });
    await stream.until(({ text }) => text.includes('"message":"B"'));
    await control('POST', 'delete', { conversationId: 'cv_2', id: server.messages('cv_2')[0]?.id });
    const { json } = await callBimpe(server, 'GET', '/cv_2/messages');
    expect(json.data).toMatchObject([{ message: 'B', role: 'restaurant_user' }]);
    expect(await control('GET', 'messages?conversation=cv_2')).toEqual(server.messages('cv_2'));
    stream.leave();
  });

  it('scripts the agent and queues faults, one or many', async () => {
    await control('POST', 'script', {
      conversationId: 'cv_1',
      replies: [[{ message: 'scripted' }]],
    });
    await callBimpe(server, 'POST', '/cv_1/messages', { body: { message: 'hi' } });
    await server.until(() => server.messages('cv_1').at(-1)?.message === 'scripted');
    await control('POST', 'faults', [{ kind: 'http', status: 503 }, { kind: 'no-content' }]);
    await control('POST', 'faults', { kind: 'http', status: 500 });
    expect(await control('GET', 'faults')).toHaveLength(3);
    expect((await callBimpe(server, 'GET', '')).status).toBe(503);
    await control('DELETE', 'faults');
    expect((await callBimpe(server, 'GET', '')).status).toBe(200);
  });

  it('moves the clock: the Date header and new messages follow', async () => {
    await control('POST', 'clock', { advanceMs: 3_600_000 });
    const { headers } = await callBimpe(server, 'GET', '');
    expect(Date.parse(headers.get('date') ?? '') - Date.now()).toBeGreaterThan(3_590_000);
    const { created_at } = server.emit({ conversationId: 'cv_1', message: 'later' });
    expect(Date.parse(created_at) - Date.now()).toBeGreaterThan(3_590_000);
  });

  it('shows log, streams, state and digest', async () => {
    const stream = await openStream(server);
    server.emit({ conversationId: 'cv_1', message: '\uD800' });
    server.emit({ conversationId: 'cv_1', message: null });
    const [first, second] = server.messages('cv_1');
    expect(await control('GET', 'streams')).toMatchObject([{ route: 'stream', isStream: true }]);
    expect(await control('GET', 'log')).toHaveLength(2);
    expect(await control('GET', 'state')).toMatchObject({
      conversations: [{ id: 'cv_1', messages: 2, followers: 1, is_ai_chat_paused: false }],
      openStreams: 1,
      violations: [],
      pendingFaults: [],
    });
    expect(await control('GET', 'digest?conversation=cv_1')).toEqual({
      count: 2,
      digest: digestMessages([
        { id: first?.id ?? '', text: '\uD800' },
        { id: second?.id ?? '', text: '' },
      ]),
    });
    stream.leave();
  });

  it('drops streams, or leaves them half-open', async () => {
    server.seed({ conversations: [{ id: 'cv_2' }] });
    const [first, second] = [
      await openStream(server),
      await openStream(server, { conversationId: 'cv_2' }),
    ];
    expect(await control('POST', 'drop', { path: 'cv_2', how: 'reset' })).toEqual({ dropped: 1 });
    await second.until(({ closed }) => closed === 'broken');
    expect(await control('POST', 'half-open', {})).toEqual({ stalled: 1 });
    const lengthThen = first.text.length;
    const witness = await openStream(server);
    await witness.until(({ text }) => text.split('heartbeat').length > 3);
    expect(first.text.length).toBe(lengthThen);
    expect(first.closed).toBeUndefined();
    expect(await control('POST', 'drop', {})).toEqual({ dropped: 2 });
    await first.until(({ closed }) => closed === 'end');
  });

  it('restarts: sockets die, nobody answers for a while, the state is still there', async () => {
    const stream = await openStream(server);
    server.emit({ conversationId: 'cv_1', message: 'kept' });
    await control('POST', 'restart', { downtime: 80 });
    await stream.until(({ closed }) => closed === 'broken');
    await expect(fetch(server.origin)).rejects.toThrow('fetch failed');
    const answer = await retryUntilUp(() => callBimpe(server, 'GET', '/cv_1/messages'));
    expect(answer.json.data).toMatchObject([{ message: 'kept' }]);
    expect(server.openStreams()).toEqual([]);
  });

  it('resets: same seed, same ids and tickets; another seed, others', async () => {
    const run = async (): Promise<string[]> => {
      server.seed({ conversations: [{ id: 'cv_1' }] });
      const { id } = server.emit({ conversationId: 'cv_1', message: 'x' });
      return [id, await takeTicket(server)];
    };
    const first = await run();
    const stream = await openStream(server);
    await control('POST', 'reset', {});
    await stream.until(({ closed }) => closed === 'broken');
    expect(() => server.messages('cv_1')).toThrow('No conversation cv_1');
    // More requests on the way must not change the ids of messages.
    await callBimpe(server, 'GET', '');
    expect(await run()).toEqual(first);
    await control('POST', 'reset', { seed: 2 });
    expect(await run()).not.toEqual(first);
  });

  it('explains what it does not understand, and is open to any origin', async () => {
    expect(await control('POST', 'nonsense')).toMatchObject({ status: 404 });
    expect(await control('GET', 'digest')).toMatchObject({ status: 400 });
    const wrong = await control('POST', 'emit', { conversationId: 'cv_9', message: 'x' });
    expect(wrong).toEqual({ status: 400, json: { error: 'No conversation cv_9. Seed it first.' } });
    const preflight = await fetch(`${server.origin}/__ref/emit`, { method: 'OPTIONS' });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  });
});

async function retryUntilUp<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await call().catch(() => undefined);
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('the log', () => {
  it('holds requests with their secrets masked but for the tail, and never the control plane', async () => {
    const ticket = await takeTicket(server);
    const stream = await openStream(server, { ticket, query: { after: '2020-01-01T00:00:00Z' } });
    await control('GET', 'state');
    const [issued, opened] = server.log();
    expect(server.log()).toHaveLength(2);
    expect(issued?.headers['authorization']).toBe(`•••${server.apiKey.slice(-4)}`);
    expect(opened?.query).toBe(`ticket=•••${ticket.slice(-4)}&after=2020-01-01T00:00:00Z`);
    const whole = JSON.stringify([server.log(), server.state(), server.tickets()]);
    expect(whole).not.toContain(ticket);
    expect(whole).not.toContain(server.apiKey);
    stream.leave();
  });

  it('counts bytes, and tells when and by whom a response ended', async () => {
    const stream = await openStream(server);
    server.emit({ conversationId: 'cv_1', message: 'é' });
    await stream.until(({ text }) => text.endsWith('\n\n'));
    await server.until(() => server.log().at(-1)?.bytesSent === Buffer.byteLength(stream.text));
    stream.leave();
    await server.until(() => server.openStreams().length === 0);
    const [json, opened] = server.log();
    expect(json).toMatchObject({ route: 'ticket', status: 201, closedBy: 'server' });
    expect(opened).toMatchObject({ closedBy: 'client', isStream: true });
    expect(opened?.closedAt).toBeGreaterThanOrEqual(opened?.openedAt ?? Infinity);
    expect(withoutHeartbeats(stream.text)).toContain('é');
  });
});
