import { getMessageText } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../../helpers/virtualClock.ts';
import { follow, pull } from '../feed/follow.ts';
import {
  createLiveBody,
  createVirtualBimpe,
  streamAnswer,
  type Handler,
  type VirtualBimpe,
} from '../feed/virtualBimpe.ts';
import { epoch, json, toFrame } from '../feed/wire.ts';
import type { BimpeTransportOptions } from 'react-conversation-stream/transports/bimpe';

const hour = 3_600_000;

function refuse(status: number, code?: string): Handler {
  return () => json({ code, message: 'No.' }, { status });
}

function start(
  handlers: Parameters<typeof createVirtualBimpe>[1],
  options?: Partial<BimpeTransportOptions>,
): { clock: VirtualClock; server: VirtualBimpe } {
  const clock = createVirtualClock(epoch);
  return { clock, server: createVirtualBimpe(clock, handlers, options) };
}

describe('a no is a no: one attempt, no retry, and the reason is told', () => {
  const refusals: [name: string, code: string, stream: Handler][] = [
    ['400 without a cursor', 'bad_request', refuse(400, 'validation_error')],
    ['403', 'forbidden', refuse(403, 'forbidden')],
    ['404', 'not_found', refuse(404, 'not_found')],
    ['409', 'conflict', refuse(409, 'conflict')],
    ['501', 'not_implemented', refuse(501, 'not_implemented')],
    ['418, which nobody documents', 'http_error', refuse(418)],
    ['too_many_streams as 429', 'too_many_streams', refuse(429, 'too_many_streams')],
    ['too_many_streams as 409', 'too_many_streams', refuse(409, 'too_many_streams')],
    ['too_many_streams as 403', 'too_many_streams', refuse(403, 'too_many_streams')],
    ['too_many_streams as 503', 'too_many_streams', refuse(503, 'too_many_streams')],
    [
      'a redirect',
      'redirected',
      () => new Response(null, { status: 307, headers: { location: 'https://elsewhere.test/' } }),
    ],
  ];
  for (const [name, code, stream] of refusals) {
    it(`a connected conversation: ${name}`, async () => {
      const { clock, server } = start({ stream });
      const { state, page, release } = follow(server.transport, clock);
      await clock.runFor(hour);
      page.wake('visible');
      page.wake('online');
      await clock.runFor(hour);
      expect(server.list('stream')).toHaveLength(1);
      expect(server.list('ticket')).toHaveLength(1);
      expect(state()).toMatchObject({
        connection: { status: 'closed', attempt: 0, error: { code, retryable: false } },
        continuity: 'paused',
      });
      release();
    });
    it(`streamMessages: ${name}`, async () => {
      const { clock, server } = start({ stream });
      const reading = pull(server.transport, clock);
      await clock.runFor(hour);
      expect(server.list('stream')).toHaveLength(1);
      expect(reading.end()).toMatchObject({ error: { code, retryable: false } });
      expect(clock.countClientTimers()).toBe(0);
    });
  }

  it('204 is nothing to stream: no retry, no error', async () => {
    const { clock, server } = start({ stream: () => new Response(null, { status: 204 }) });
    const { state, release } = follow(server.transport, clock);
    const reading = pull(server.transport, clock);
    await clock.runFor(hour);
    expect(server.list('stream')).toHaveLength(2);
    expect(state().connection).toMatchObject({ status: 'closed' });
    expect(state().connection.error).toBeUndefined();
    expect(reading.end()).toBe('quiet');
    release();
  });

  it('a reader can still try again by hand', async () => {
    const { clock, server } = start({ stream: refuse(429, 'too_many_streams') });
    const { conversation, state, release } = follow(server.transport, clock);
    await clock.runFor(1_000);
    server.answer('stream', () => streamAnswer(createLiveBody(clock)));
    conversation.reconnect();
    await clock.runFor(1_000);
    expect(state()).toMatchObject({ connection: { status: 'open' }, continuity: 'live' });
    expect(state().connection.error).toBeUndefined();
    release();
  });

  it('a redirect that fetch hides names baseUrl, not the ticket', async () => {
    const opaque = new Response(null, { status: 200 });
    Object.defineProperties(opaque, { type: { value: 'opaqueredirect' }, status: { value: 0 } });
    const { clock, server } = start({ stream: () => opaque });
    const reading = pull(server.transport, clock);
    await clock.runFor(hour);
    expect(reading.end()).toMatchObject({
      error: { code: 'redirected', message: expect.stringContaining('baseUrl') as string },
    });
    expect(JSON.stringify(reading.end())).not.toContain('ticket-0');
  });
});

describe('401 on the stream is about the ticket: one fresh ticket, then unauthorized', () => {
  it('a connected conversation', async () => {
    const { clock, server } = start({ stream: refuse(401, 'unauthorized') });
    const { state, page, release } = follow(server.transport, clock);
    await clock.runFor(hour);
    page.wake('online');
    await clock.runFor(hour);
    const tickets = server.list('stream').map(({ url }) => url.searchParams.get('ticket'));
    expect(tickets).toEqual(['ticket-0', 'ticket-1']);
    expect(state()).toMatchObject({
      connection: { status: 'unauthorized', error: { code: 'unauthorized', status: 401 } },
      continuity: 'paused',
    });
    release();
  });

  it('streamMessages', async () => {
    const { clock, server } = start({ stream: refuse(401, 'unauthorized') });
    const reading = pull(server.transport, clock);
    await clock.runFor(hour);
    expect(server.list('ticket')).toHaveLength(2);
    expect(server.list('stream')).toHaveLength(2);
    expect(reading.end()).toMatchObject({ error: { code: 'unauthorized', status: 401 } });
  });

  it('a 503 between the two does not start the count anew', async () => {
    const statuses = [401, 503, 401, 401, 401];
    const { clock, server } = start({
      stream: ({ index }) => new Response(null, { status: statuses[index]! }),
    });
    const { state, release } = follow(server.transport, clock);
    await clock.runFor(hour);
    expect(server.list('stream')).toHaveLength(3);
    expect(state().connection.status).toBe('unauthorized');
    release();
  });

  it('a stream that opened in between does: tickets expire again and again', async () => {
    const { clock, server } = start({
      stream: ({ index }) =>
        index % 2 === 0
          ? new Response(null, { status: 401 })
          : streamAnswer(createLiveBody(clock, { closeAfter: 61_000 })),
    });
    const { states, release } = follow(server.transport, clock);
    await clock.runFor(hour);
    expect(server.list('stream').length).toBeGreaterThan(50);
    expect(states.some(({ connection }) => connection.status === 'unauthorized')).toBe(false);
    release();
  });

  it('after unauthorized, reconnect asks for a ticket again', async () => {
    const { clock, server } = start({ stream: refuse(401) });
    const { conversation, state, release } = follow(server.transport, clock);
    await clock.runFor(hour);
    server.answer('stream', () => streamAnswer(createLiveBody(clock)));
    conversation.reconnect();
    await clock.runFor(1_000);
    expect(state().connection.status).toBe('open');
    release();
  });
});

describe('a ticket that is refused is an answer, not a failure to repeat', () => {
  const codes = { 401: 'unauthorized', 403: 'forbidden', 404: 'not_found' } as const;
  for (const status of [401, 403, 404] as const) {
    const connection = status === 401 ? 'unauthorized' : 'closed';
    it(`getTicket throws ${status}: no retry`, async () => {
      let calls = 0;
      const { clock, server } = start(
        {},
        {
          getTicket() {
            calls += 1;
            throw Object.assign(new Error('No ticket for you.'), { status });
          },
        },
      );
      const { state, page, release } = follow(server.transport, clock);
      await clock.runFor(hour);
      page.wake('online');
      await clock.runFor(hour);
      expect(calls).toBe(1);
      expect(server.list('stream')).toHaveLength(0);
      expect(state().connection).toMatchObject({
        status: connection,
        error: { code: codes[status], status },
      });
      release();
    });
    it(`the ticket endpoint answers ${status}: no retry`, async () => {
      const { clock, server } = start({ ticket: refuse(status) });
      const reading = pull(server.transport, clock);
      await clock.runFor(hour);
      expect(server.list('ticket')).toHaveLength(1);
      expect(reading.end()).toMatchObject({ error: { code: codes[status] } });
    });
  }

  it('anything else getTicket throws is retried, and told when the retries are spent', async () => {
    let calls = 0;
    const { clock, server } = start(
      {},
      {
        getTicket() {
          calls += 1;
          throw Object.assign(new Error('out of order'), { status: 418 });
        },
      },
    );
    const reading = pull(server.transport, clock, { maxRetries: 3 });
    await clock.runFor(hour);
    expect(calls).toBe(4);
    expect(reading.end()).toMatchObject({ error: { message: 'out of order', status: 418 } });
  });

  it('a ticket that is none is retried too', async () => {
    const { clock, server } = start({ ticket: () => json({ data: { token: 'x' } }) });
    const { state, release } = follow(server.transport, clock);
    await clock.runFor(hour);
    expect(server.list('ticket').length).toBeGreaterThan(5);
    expect(server.list('stream')).toHaveLength(0);
    expect(state().connection.status).toBe('stalled');
    expect(state().connection.error).toMatchObject({ code: 'invalid_response' });
    release();
  });
});

describe('answers that are no streams', () => {
  it('an HTML page is unexpected_content_type, told with the start of the page', async () => {
    const page = `<html>Please log in. ticket=ticket-0 ${'x'.repeat(5_000)}</html>`;
    const stream: Handler = () =>
      new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8' } });
    const { clock, server } = start({ stream });
    const { state, release } = follow(server.transport, clock);
    await clock.runFor(60_000);
    const { error } = state().connection;
    expect(error).toMatchObject({ code: 'unexpected_content_type' });
    expect(error?.message).toContain('Please log in.');
    expect(error?.message).not.toContain('ticket-0');
    expect(error!.message.length).toBeLessThanOrEqual(2_048);
    release();
  });

  for (const type of ['text/event-stream;charset=bogus', 'TEXT/EVENT-STREAM', 'text/event-stream;'])
    it(`${type} is an event stream`, async () => {
      const stream: Handler = () => streamAnswer(createLiveBody(clock), { 'content-type': type });
      const { clock, server } = start({ stream });
      const { state, release } = follow(server.transport, clock);
      await clock.runFor(60_000);
      expect(state().connection.status).toBe('open');
      release();
    });

  it('a charset in the header is not believed: event streams are UTF-8 (PROTOCOLS §2.5, no. 25)', async () => {
    const type = 'text/event-stream;charset=windows-1252';
    const frames = toFrame({ id: 'm1', text: 'ok…', createdAt: epoch });
    const stream: Handler = () =>
      streamAnswer(createLiveBody(clock, { frames }), { 'content-type': type });
    const { clock, server } = start({ stream });
    const reading = pull(server.transport, clock);
    await clock.runFor(1_000);
    expect(reading.messages.map(getMessageText)).toEqual(['ok…']);
    reading.abort();
  });

  it('a body that is null is a dropped connection: retried', async () => {
    const { clock, server } = start({ stream: () => streamAnswer(null) });
    const { state, release } = follow(server.transport, clock);
    await clock.runFor(60_000);
    expect(server.list('stream').length).toBeGreaterThanOrEqual(6);
    expect(state().connection.error).toMatchObject({ code: 'network', retryable: true });
    release();
  });
});
