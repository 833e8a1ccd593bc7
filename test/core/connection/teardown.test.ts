import { describe, expect, it } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../../helpers/virtualClock.ts';
import { follow, pull } from '../feed/follow.ts';
import {
  createLiveBody,
  createVirtualBimpe,
  streamAnswer,
  type Endpoint,
  type Handler,
  type VirtualBimpe,
} from '../feed/virtualBimpe.ts';
import { createMessages, epoch, toFrame } from '../feed/wire.ts';

const hour = 3_600_000;
const hang: Handler = () => new Promise<Response>(() => {});
const refuse: Handler = () => new Response(null, { status: 503 });

/** A moment to leave at: what the server does, and how long it is watched first. */
interface Moment {
  readonly name: string;
  readonly handlers: Partial<Record<Endpoint, Handler>>;
  readonly after: number;
  readonly policy?: object;
}

const moments: readonly Moment[] = [
  { name: 'before anything happened', handlers: {}, after: 0 },
  { name: 'while the ticket is on its way', handlers: { ticket: hang }, after: 5_000 },
  { name: 'while the headers are on their way', handlers: { stream: hang }, after: 5_000 },
  { name: 'while a page is on its way', handlers: { history: hang }, after: 5_000 },
  { name: 'in a back-off', handlers: { stream: refuse }, after: 100 },
  { name: 'in the back-off of a page', handlers: { history: refuse }, after: 100 },
  { name: 'in a Retry-After', handlers: { stream: retryLater }, after: 10_000 },
  { name: 'with the retries spent', handlers: { stream: refuse }, after: 60_000 },
  {
    name: 'held back by the budget',
    handlers: { stream: refuse },
    after: 30_000,
    policy: { backoff: () => 0, maxRetries: 1_000 },
  },
  { name: 'refused for good', handlers: { stream: forbid }, after: 5_000 },
  { name: 'live', handlers: {}, after: 5_000 },
];

function retryLater(): Response {
  return new Response(null, { status: 503, headers: { 'retry-after': '50' } });
}

function forbid(): Response {
  return new Response(null, { status: 403 });
}

function start({ handlers, policy = {} }: Moment): { clock: VirtualClock; server: VirtualBimpe } {
  const clock = createVirtualClock(epoch);
  const server = createVirtualBimpe(clock, handlers, { policy });
  server.stored.push(...createMessages(30));
  return { clock, server };
}

/** Nothing is left, and nothing comes: no timer, no request, and what was under way is aborted. */
async function expectSilence(clock: VirtualClock, server: VirtualBimpe): Promise<void> {
  await clock.runFor(0);
  expect(clock.countClientTimers()).toBe(0);
  const before = server.requests.length;
  await clock.runFor(hour);
  expect(server.requests.length).toBe(before);
}

describe('leaving cuts every wait: no timer, no request, no callback afterwards', () => {
  for (const moment of moments) {
    it(`release ${moment.name}`, async () => {
      const { clock, server } = start(moment);
      const { states, page, release } = follow(server.transport, clock);
      await clock.runFor(moment.after);
      release();
      await clock.runFor(0);
      const published = states.length;
      await expectSilence(clock, server);
      expect(states.length).toBe(published);
      expect(page.listenerCount).toBe(0);
      const open = server.requests.filter(({ endpoint }) => endpoint === 'stream');
      expect(open.every(({ signal }) => signal.aborted)).toBe(true);
    });

    it(`dispose ${moment.name}`, async () => {
      const { clock, server } = start(moment);
      const { client, page } = follow(server.transport, clock);
      await clock.runFor(moment.after);
      client.dispose();
      await expectSilence(clock, server);
      expect(page.listenerCount).toBe(0);
    });

    it(`abort streamMessages ${moment.name}`, async () => {
      const { clock, server } = start(moment);
      const reading = pull(server.transport, clock, { maxRetries: 1_000 });
      await clock.runFor(moment.after);
      const hadEnded = reading.end();
      reading.abort();
      await expectSilence(clock, server);
      expect(reading.end()).toEqual(hadEnded ?? 'quiet');
    });

    it(`disconnect ${moment.name}`, async () => {
      // History may be read while disconnected; the feed may not.
      const { clock, server } = start(moment);
      const { conversation, state, release } = follow(server.transport, clock);
      await clock.runFor(moment.after);
      conversation.disconnect();
      await clock.runFor(2_000);
      const count = (): number => server.list('stream').length + server.list('ticket').length;
      const before = count();
      await clock.runFor(hour);
      expect(count()).toBe(before);
      expect(state()).toMatchObject({ connection: { status: 'idle' }, continuity: 'paused' });
      release();
      await expectSilence(clock, server);
    });
  }

  it('a disconnected, quiet conversation holds no timer at all', async () => {
    const { clock, server } = start(moments.at(-1)!);
    const { conversation, release } = follow(server.transport, clock);
    await clock.runFor(5_000);
    conversation.disconnect();
    await clock.runFor(2_000);
    expect(clock.countClientTimers()).toBe(0);
    release();
  });

  it('what the server still says after the release is not heard', async () => {
    const { clock, server } = start(moments.at(-1)!);
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    // A body that ignores its cancellation.
    const body = new ReadableStream<Uint8Array>({ start: (own) => void (controller = own) });
    const reader = body.getReader();
    const deaf = {
      getReader: () => ({ read: () => reader.read(), cancel: () => Promise.resolve() }),
    };
    server.answer('stream', () => {
      const response = streamAnswer('');
      Object.defineProperty(response, 'body', { value: deaf });
      return response;
    });
    const { states, state, release } = follow(server.transport, clock);
    const reading = pull(server.transport, clock);
    await clock.runFor(5_000);
    release();
    reading.abort();
    await clock.runFor(0);
    const published = states.length;
    const frames = createMessages(2, epoch + hour)
      .map(toFrame)
      .join('');
    controller?.enqueue(new TextEncoder().encode(frames));
    await clock.runFor(5_000);
    expect(states.length).toBe(published);
    expect(state().keys).toHaveLength(20);
    expect(reading.messages).toEqual([]);
    expect(reading.end()).toBe('quiet');
  });

  it('break out of streamMessages closes the stream and leaves no timer', async () => {
    const clock = createVirtualClock(epoch);
    const frames = createMessages(3).map(toFrame).join('');
    const server = createVirtualBimpe(clock, {
      stream: () => streamAnswer(createLiveBody(clock, { frames })),
    });
    const { streamMessages } = await import('react-conversation-stream/core');
    for await (const { id } of streamMessages(server.transport, 'cv_1', { clock: clock.client })) {
      expect(id).toBe('m01');
      break;
    }
    expect(server.list('stream')[0]!.signal.aborted).toBe(true);
    expect(clock.countClientTimers()).toBe(0);
  });

  it('streamMessages asks for nothing before the first next()', async () => {
    const { clock, server } = start(moments.at(-1)!);
    const { streamMessages } = await import('react-conversation-stream/core');
    const messages = streamMessages(server.transport, 'cv_1', { clock: clock.client });
    await clock.runFor(hour);
    expect(server.requests).toEqual([]);
    expect(clock.countClientTimers()).toBe(0);
    await messages.return();
    expect(server.requests).toEqual([]);
  });
});
