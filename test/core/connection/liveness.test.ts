import { describe, expect, it } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../../helpers/virtualClock.ts';
import { follow, pull, type Followed } from '../feed/follow.ts';
import {
  createLiveBody,
  createVirtualBimpe,
  streamAnswer,
  type Handler,
  type LiveBodyOptions,
  type VirtualBimpe,
} from '../feed/virtualBimpe.ts';
import { createMessages, epoch, heartbeat, toFrame } from '../feed/wire.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

interface Scene extends Followed {
  readonly clock: VirtualClock;
  readonly server: VirtualBimpe;
}

/** A connected conversation whose streams all behave like this. */
function followStreams(stream: LiveBodyOptions | Handler): Scene {
  const clock = createVirtualClock(epoch);
  const handler: Handler =
    typeof stream === 'function' ? stream : () => streamAnswer(createLiveBody(clock, stream));
  const server = createVirtualBimpe(clock, { stream: handler });
  return { clock, server, ...follow(server.transport, clock) };
}

/** Every connection status that was ever published. */
function listStatuses({ states }: Scene): Set<string> {
  return new Set(states.map(({ connection }) => connection.status));
}

describe('a quiet conversation stays live, day and night', () => {
  it('24 hours of streams closed every 60 s with heartbeats only: never stalled', async () => {
    const scene = followStreams({ closeAfter: minute });
    await scene.clock.runFor(day);
    expect(listStatuses(scene)).not.toContain('stalled');
    expect(scene.server.list('stream').length).toBeGreaterThan(1_400);
    // One back-off per close, no more: 1,440 closes cost at most 500 ms each.
    expect(scene.server.list('stream').length).toBeLessThanOrEqual(1_441);
    expect(scene.states.filter(({ continuity }) => continuity === 'live').length).toBeGreaterThan(
      1_400,
    );
    await scene.clock.runFor(2 * second);
    expect(scene.state()).toMatchObject({ connection: { status: 'open' }, continuity: 'live' });
    scene.release();
  });

  it('the same where the server counts from the request and its headers take 300 ms', async () => {
    const scene = followStreams(
      (): Promise<Response> =>
        new Promise((resolve) => {
          const body = createLiveBody(scene.clock, { closeAfter: minute });
          scene.clock.after(300, () => resolve(streamAnswer(body)));
        }),
    );
    await scene.clock.runFor(day);
    expect(listStatuses(scene)).not.toContain('stalled');
    expect(scene.server.list('stream').length).toBeGreaterThan(1_400);
    scene.release();
  });

  it('24 hours of a stream that stays open with heartbeats: not one needless request', async () => {
    const scene = followStreams({});
    await scene.clock.runFor(day);
    expect(scene.server.list('stream')).toHaveLength(1);
    expect(scene.server.list('ticket')).toHaveLength(1);
    // The first page, and the proof that nothing came between it and the stream.
    expect(scene.server.list('history')).toHaveLength(2);
    expect(scene.state()).toMatchObject({ connection: { status: 'open' }, continuity: 'live' });
    scene.release();
  });

  it('heartbeats are not published: no state, no row, no render for a day of them', async () => {
    const scene = followStreams({ heartbeatEvery: 50 });
    await scene.clock.runFor(minute);
    const published = scene.states.length;
    await scene.clock.runFor(hour);
    expect(scene.states.length).toBe(published);
    scene.release();
  });

  it('a reset every ten minutes, heartbeats in between: never stalled, back within a second', async () => {
    const scene = followStreams(() => {
      const live = createLiveBody(scene.clock);
      const reader = live.getReader();
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          scene.clock.after(10 * minute, () => {
            controller.error(new TypeError('terminated'));
            void reader.cancel();
          });
        },
        async pull(controller) {
          const { value } = await reader.read();
          if (value) controller.enqueue(value);
        },
      });
      return streamAnswer(body);
    });
    await scene.clock.runFor(day);
    expect(listStatuses(scene)).not.toContain('stalled');
    expect(scene.server.list('stream').length).toBeGreaterThan(140);
    scene.release();
  });

  it('an expired ticket now and then is no reason to stall either', async () => {
    const scene = followStreams(({ index }) =>
      index % 2 === 0
        ? new Response(null, { status: 401 })
        : streamAnswer(createLiveBody(scene.clock, { closeAfter: hour })),
    );
    await scene.clock.runFor(day);
    expect(listStatuses(scene)).not.toContain('stalled');
    expect(scene.server.list('stream').length).toBeGreaterThan(44);
    scene.release();
  });

  it('a laptop that sleeps every hour is live again two seconds after each time it wakes', async () => {
    // What a socket had while the machine slept is gone: the stream is silent from then on.
    const scene = followStreams(() =>
      streamAnswer(createLiveBody(scene.clock, { silentAfter: 30 * minute })),
    );
    const { clock, page } = scene;
    for (let hours = 0; hours < 12; hours += 1) {
      await clock.runFor(30 * minute);
      clock.sleep(30 * minute, 'late');
      clock.arriveAt(clock.now() + 30 * minute, () => {
        for (const reason of ['resume', 'online', 'visible'] as const) page.wake(reason);
      });
      await clock.runFor(30 * minute + 2 * second);
      const where = `after ${hours + 1} hours`;
      expect(scene.state().connection.status, where).toBe('open');
      expect(scene.state().continuity, where).toBe('live');
    }
    scene.release();
  });
});

describe('a dead connection is found', () => {
  it('half-open: given up 45 s after the last byte, and followed by another stream', async () => {
    const scene = followStreams({ silentAfter: 5 * minute });
    await scene.clock.runFor(5 * minute - 1);
    const lastBeat = epoch + 5 * minute - 20 * second;
    await scene.clock.runFor(minute);
    const [, next] = scene.server.list('stream');
    expect(next!.at - lastBeat).toBeGreaterThanOrEqual(45 * second);
    expect(next!.at - lastBeat).toBeLessThanOrEqual(45 * second + 500);
    scene.release();
  });

  it('says so before it knows better: live only while the watchdog is content', async () => {
    const scene = followStreams(({ index }) =>
      streamAnswer(createLiveBody(scene.clock, index === 0 ? { silentAfter: minute } : {})),
    );
    await scene.clock.runFor(40 * second + 45 * second + 20);
    expect(scene.state()).toMatchObject({
      connection: { status: 'waiting', error: { code: 'timeout', retryable: true } },
      continuity: 'reconciling',
    });
    await scene.clock.runFor(2 * second);
    expect(scene.state()).toMatchObject({ connection: { status: 'open' }, continuity: 'live' });
    scene.release();
  });

  it('any byte is a sign of life: a comment, half an event, a drip', async () => {
    const bytes = new TextEncoder().encode(`:${'drip '.repeat(200)}`);
    const scene = followStreams(() => {
      let sent = 0;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          const drip = (): void => {
            controller.enqueue(bytes.subarray(sent, (sent += 1)));
            scene.clock.after(44 * second, drip);
          };
          drip();
        },
      });
      return streamAnswer(body);
    });
    await scene.clock.runFor(6 * hour);
    expect(scene.server.list('stream')).toHaveLength(1);
    scene.release();
  });

  for (const endpoint of ['ticket', 'stream'] as const) {
    it(`a ${endpoint} request that hangs is given up within 30 s`, async () => {
      const clock = createVirtualClock(epoch);
      const hang: Handler = () => new Promise<Response>(() => {});
      const server = createVirtualBimpe(clock, { [endpoint]: hang });
      const { state, release } = follow(server.transport, clock);
      await clock.runFor(30 * second + 20);
      expect(state().connection).toMatchObject({ status: 'waiting', error: { code: 'timeout' } });
      expect(server.list(endpoint)[0]!.signal.aborted).toBe(true);
      await clock.runFor(second);
      expect(server.list(endpoint)).toHaveLength(2);
      release();
    });
  }

  it('getTicket that ignores its signal and never answers is given up within 30 s', async () => {
    const clock = createVirtualClock(epoch);
    const calls: { at: number; signal: AbortSignal }[] = [];
    const server = createVirtualBimpe(
      clock,
      {},
      {
        getTicket({ signal }) {
          calls.push({ at: clock.now(), signal });
          return new Promise(() => {});
        },
      },
    );
    const reading = pull(server.transport, clock, { maxRetries: 1 });
    await clock.runFor(2 * minute);
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    expect(calls[1]!.at - calls[0]!.at).toBeGreaterThanOrEqual(30 * second);
    expect(calls[1]!.at - calls[0]!.at).toBeLessThanOrEqual(30 * second + 500);
    expect(reading.end()).toMatchObject({ error: { code: 'timeout' } });
    expect(clock.countClientTimers()).toBe(0);
  });

  it('a history page that hangs is given up within 30 s and asked for again', async () => {
    const clock = createVirtualClock(epoch);
    const hang: Handler = () => new Promise<Response>(() => {});
    const server = createVirtualBimpe(clock, { history: hang });
    const { release } = follow(server.transport, clock);
    await clock.runFor(31 * second);
    expect(server.list('history')[0]!.signal.aborted).toBe(true);
    expect(server.list('history').length).toBeGreaterThan(2);
    release();
  });

  it('a reader of streamMessages who takes ten minutes over a message loses no connection', async () => {
    const clock = createVirtualClock(epoch);
    const frames = createMessages(2).map(toFrame).join('');
    const server = createVirtualBimpe(clock, {
      stream: () => streamAnswer(createLiveBody(clock, { frames })),
    });
    const seen: string[] = [];
    const { streamMessages } = await import('react-conversation-stream/core');
    const options = { clock: clock.client, signal: new AbortController().signal };
    const messages = streamMessages(server.transport, 'cv_1', options);
    const read = async (): Promise<void> => {
      for await (const { id } of messages) {
        seen.push(id);
        await new Promise<void>((resolve) => clock.after(10 * minute, resolve));
      }
    };
    const done = read();
    await clock.runFor(15 * minute);
    expect(seen).toEqual(['m01', 'm02']);
    expect(server.list('stream')).toHaveLength(1);
    await Promise.all([messages.return(), clock.runFor(10 * minute)]);
    await done;
  });
});

describe('a stalled connection wakes up', () => {
  /** Refused until the retries are spent. */
  const stall = async (): Promise<Scene> => {
    const scene = followStreams(() => new Response(null, { status: 503 }));
    while (scene.state().connection.status !== 'stalled') await scene.clock.runFor(100);
    return scene;
  };

  it('it goes on knocking every 30 to 60 s', async () => {
    const scene = await stall();
    const before = scene.server.list('stream').length;
    await scene.clock.runFor(hour);
    const times = scene.server.list('stream').map(({ at }) => at);
    const gaps = times.slice(before).map((at, index) => at - times[before + index - 1]!);
    expect(gaps.length).toBeGreaterThan(60);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(30 * second);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(60 * second);
    scene.release();
  });

  for (const reason of ['visible', 'online', 'pageshow', 'resume'] as const) {
    it(`${reason}: exactly one attempt within a second`, async () => {
      const scene = await stall();
      const before = scene.server.list('stream').length;
      scene.page.wake(reason);
      await scene.clock.runFor(second);
      expect(scene.server.list('stream').length - before).toBe(1);
      await scene.clock.runFor(28 * second);
      expect(scene.server.list('stream').length - before).toBe(1);
      scene.release();
    });
  }

  it('a burst of wake-ups is still one attempt', async () => {
    const scene = await stall();
    const before = scene.server.list('stream').length;
    for (const reason of ['resume', 'online', 'pageshow', 'visible', 'visible'] as const) {
      scene.page.wake(reason);
      await scene.clock.runFor(10);
    }
    await scene.clock.runFor(28 * second);
    expect(scene.server.list('stream').length - before).toBe(1);
    scene.release();
  });

  it('a burst while the probe is about to come anyway is still one attempt', async () => {
    const scene = await stall();
    const before = scene.server.list('stream').length;
    const { retryAt } = scene.state().connection;
    await scene.clock.runFor(retryAt! - scene.clock.now() - 50);
    for (const reason of ['resume', 'online', 'pageshow', 'visible'] as const)
      scene.page.wake(reason);
    await scene.clock.runFor(28 * second);
    expect(scene.server.list('stream').length - before).toBe(1);
    scene.release();
  });

  it('woken, it recovers when the server has', async () => {
    const scene = await stall();
    scene.server.answer('stream', () => streamAnswer(createLiveBody(scene.clock)));
    scene.page.wake('visible');
    await scene.clock.runFor(second);
    expect(scene.state()).toMatchObject({ connection: { status: 'open' }, continuity: 'live' });
    scene.release();
  });

  it('offline is told, kept quiet about, and over as soon as the network is back', async () => {
    const scene = followStreams({ silentAfter: minute });
    scene.server.answer('stream', () => {
      throw new TypeError('fetch failed');
    });
    scene.page.setOnline(false);
    await scene.clock.runFor(10 * minute);
    expect(scene.state().connection.status).toBe('offline');
    expect(scene.server.list('stream').length).toBeLessThan(20);
    scene.server.answer('stream', () => streamAnswer(heartbeat));
    const before = scene.server.list('stream').length;
    scene.page.setOnline(true);
    await scene.clock.runFor(300);
    expect(scene.server.list('stream').length).toBe(before + 1);
    scene.release();
  });

  it('a wake-up with a live stream asks for nothing; after half a minute of silence it proves', async () => {
    const scene = followStreams({ heartbeatEvery: 40 * second });
    await scene.clock.runFor(45 * second);
    const before = scene.server.requests.length;
    scene.page.wake('visible');
    await scene.clock.runFor(second);
    expect(scene.server.requests.length).toBe(before);
    await scene.clock.runFor(30 * second);
    scene.page.wake('visible');
    await scene.clock.runFor(second);
    expect(scene.server.list('history').length).toBe(3);
    expect(scene.server.list('stream')).toHaveLength(1);
    scene.release();
  });
});
