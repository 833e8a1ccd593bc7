import type { ConnectionPolicy } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../../helpers/virtualClock.ts';
import { follow, pull } from '../feed/follow.ts';
import {
  countBusiest,
  createLiveBody,
  createVirtualBimpe,
  streamAnswer,
  type Endpoint,
  type Handler,
  type VirtualBimpe,
} from '../feed/virtualBimpe.ts';
import { createMessages, epoch, heartbeat, json, toFrame } from '../feed/wire.ts';

const minute = 60_000;

/** Ways a stream can fail again and again. */
const failures: Record<string, Handler> = {
  '200 and the end at once': () => streamAnswer(''),
  '200, a heartbeat and the end': () => streamAnswer(heartbeat),
  '500': () => new Response('oops', { status: 500 }),
  '502': () => new Response('<html>', { status: 502 }),
  '503': () => new Response('busy', { status: 503 }),
  '504': () => new Response(null, { status: 504 }),
  '429': () => json({ code: 'rate_limited' }, { status: 429 }),
  'a reset after the headers': () =>
    streamAnswer(new ReadableStream({ pull: (body) => body.error(new TypeError('terminated')) })),
  'a refused connection': () => {
    throw new TypeError('fetch failed');
  },
  '401 on the stream': () => json({ code: 'unauthorized' }, { status: 401 }),
  'an HTML page': () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
};

/** Back-offs that a budget must survive: the transport's own, and none at all. */
const policies: Record<string, Partial<ConnectionPolicy>> = {
  'its own back-off': {},
  'a back-off of about the budget and endless retries': {
    backoff: (_failures, random) => 5_500 * random(),
    maxRetries: Number.POSITIVE_INFINITY,
  },
  'no back-off and endless retries': { backoff: () => 0, maxRetries: Number.POSITIVE_INFINITY },
};

function times(server: VirtualBimpe, endpoint?: Endpoint): number[] {
  return (endpoint ? server.list(endpoint) : server.requests).map(({ at }) => at);
}

/** At most 20 tickets, 20 streams and 80 requests in any minute. */
function expectPolite(server: VirtualBimpe): void {
  expect(countBusiest(times(server, 'ticket')), 'tickets a minute').toBeLessThanOrEqual(20);
  expect(countBusiest(times(server, 'stream')), 'streams a minute').toBeLessThanOrEqual(20);
  expect(countBusiest(times(server)), 'requests a minute').toBeLessThanOrEqual(80);
}

function start(
  stream: Handler,
  policy: Partial<ConnectionPolicy>,
): { clock: VirtualClock; server: VirtualBimpe } {
  const clock = createVirtualClock(epoch);
  return { clock, server: createVirtualBimpe(clock, { stream }, { policy }) };
}

describe('never more than 20 attempts in any minute, whatever fails', () => {
  for (const [how, policy] of Object.entries(policies)) {
    for (const [what, stream] of Object.entries(failures)) {
      it(`a connected conversation: ${what}, ${how}`, async () => {
        const { clock, server } = start(stream, policy);
        const { release } = follow(server.transport, clock);
        await clock.runFor(20 * minute);
        expectPolite(server);
        release();
      });
      it(`streamMessages: ${what}, ${how}`, async () => {
        const { clock, server } = start(stream, policy);
        const { maxRetries = 5 } = policy;
        const { abort } = pull(server.transport, clock, { maxRetries });
        await clock.runFor(20 * minute);
        expectPolite(server);
        abort();
      });
    }
  }

  it('the budget is used: without a back-off it is what slows attempts down', async () => {
    const { clock, server } = start(failures['503']!, policies['no back-off and endless retries']!);
    const { release } = follow(server.transport, clock);
    await clock.runFor(20 * minute);
    expect(server.list('stream').length).toBeGreaterThan(19 * 20);
    release();
  });

  it('tickets that fail count too', async () => {
    const clock = createVirtualClock(epoch);
    const ticket: Handler = () => new Response(null, { status: 500 });
    const policy = policies['no back-off and endless retries']!;
    const server = createVirtualBimpe(clock, { ticket }, { policy });
    const { release } = follow(server.transport, clock);
    await clock.runFor(10 * minute);
    expectPolite(server);
    expect(server.list('ticket').length).toBeGreaterThan(180);
    release();
  });

  for (const what of ['503', '200 and the end at once']) {
    it(`wake-ups ten times a second do not get around it: ${what}`, async () => {
      const { clock, server } = start(failures[what]!, {});
      const { page, release } = follow(server.transport, clock);
      for (let tenths = 0; tenths < 10 * 300; tenths += 1) {
        page.wake(tenths % 2 === 0 ? 'visible' : 'online');
        await clock.runFor(100);
      }
      expectPolite(server);
      release();
    });
    it(`nor do reconnects ten times a second: ${what}`, async () => {
      const { clock, server } = start(failures[what]!, {});
      const { conversation, release } = follow(server.transport, clock);
      for (let tenths = 0; tenths < 10 * 300; tenths += 1) {
        conversation.reconnect();
        await clock.runFor(100);
      }
      expectPolite(server);
      release();
    });
  }

  it('a history that fails is asked at most 40 times a minute, and in the end slowly', async () => {
    const clock = createVirtualClock(epoch);
    const history: Handler = () => new Response(null, { status: 503 });
    const server = createVirtualBimpe(clock, { history });
    const { release } = follow(server.transport, clock);
    await clock.runFor(60 * minute);
    expect(countBusiest(times(server, 'history'))).toBeLessThanOrEqual(40);
    const late = times(server, 'history').filter((at) => at > epoch + 10 * minute);
    // Two reads go on: the first page and the proof; each asks every 30 to 60 s.
    expect(countBusiest(late)).toBeLessThanOrEqual(4);
    expect(late.length).toBeGreaterThan(50);
    release();
  });

  describe('messages the wire told only in part are asked for, yet never in a burst', () => {
    const startIncomplete = (message?: Handler): { clock: VirtualClock; server: VirtualBimpe } => {
      const clock = createVirtualClock(epoch);
      const fields = { message: null, message_type: 'image' };
      const images = createMessages(200).map((one) => ({ ...one, fields }));
      const frames = images.map(toFrame).join('');
      const stream: Handler = () => streamAnswer(createLiveBody(clock, { frames }));
      const server = createVirtualBimpe(clock, { stream, ...(message ? { message } : {}) });
      server.stored.push(...images);
      return { clock, server };
    };

    it('a connected conversation', async () => {
      const { clock, server } = startIncomplete();
      const { release } = follow(server.transport, clock);
      await clock.runFor(15 * minute);
      expect(server.list('message').length).toBeGreaterThan(40);
      expectPolite(server);
      expect(countBusiest(times(server, 'message'))).toBeLessThanOrEqual(40);
      release();
    });

    it('streamMessages, when those requests fail', async () => {
      const { clock, server } = startIncomplete(() => new Response(null, { status: 503 }));
      const { abort } = pull(server.transport, clock);
      await clock.runFor(15 * minute);
      expectPolite(server);
      expect(countBusiest(times(server, 'message'))).toBeLessThanOrEqual(40);
      abort();
    });

    it('streamMessages, when they are answered at once', async () => {
      const { clock, server } = startIncomplete();
      const { abort } = pull(server.transport, clock);
      await clock.runFor(15 * minute);
      expectPolite(server);
      abort();
    });
  });
});
