import { streamMessages } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../helpers/virtualClock.ts';
import { pull, type Pulled } from './feed/follow.ts';
import {
  createLiveBody,
  createVirtualBimpe,
  streamAnswer,
  type Endpoint,
  type Handler,
  type VirtualBimpe,
} from './feed/virtualBimpe.ts';
import {
  conversationId,
  createMessages,
  epoch,
  heartbeat,
  listAfter,
  toFrame,
  type WireMessage,
} from './feed/wire.ts';

const hour = 3_600_000;

function start(handlers: Partial<Record<Endpoint, Handler>>): {
  clock: VirtualClock;
  server: VirtualBimpe;
} {
  const clock = createVirtualClock(epoch);
  return { clock, server: createVirtualBimpe(clock, handlers) };
}

function say(messages: readonly WireMessage[]): string {
  return messages.map(toFrame).join('');
}

function idsOf({ messages }: Pulled): string[] {
  return messages.map(({ id }) => id);
}

function cursorOf({ url }: { readonly url: URL }): string | undefined {
  return url.searchParams.get('after') ?? undefined;
}

describe('maxRetries counts consecutive failures, and only a message ends a run of them', () => {
  for (const maxRetries of [0, 1, 5]) {
    it(`${maxRetries} retries are ${maxRetries + 1} attempts`, async () => {
      const { clock, server } = start({ stream: () => new Response(null, { status: 503 }) });
      pull(server.transport, clock, { maxRetries });
      await clock.runFor(hour);
      expect(server.list('stream')).toHaveLength(maxRetries + 1);
    });
  }

  it('spent by clean closes it ends quietly; headers and heartbeats are no messages', async () => {
    const { clock, server } = start({
      stream: () => streamAnswer(createLiveBody(clock, { closeAfter: 70_000 })),
    });
    const reading = pull(server.transport, clock);
    await clock.runFor(hour);
    expect(server.list('stream')).toHaveLength(6);
    expect(reading.end()).toBe('quiet');
    expect(clock.countClientTimers()).toBe(0);
  });

  it('spent by failures it throws what the last one was', async () => {
    const { clock, server } = start({ stream: () => new Response(null, { status: 502 }) });
    const reading = pull(server.transport, clock);
    await clock.runFor(hour);
    expect(reading.end()).toMatchObject({
      error: { name: 'ConversationError', code: 'server_error', status: 502, retryable: true },
    });
    expect(clock.countClientTimers()).toBe(0);
  });

  it('a message in between starts the count anew', async () => {
    const messages = createMessages(4);
    const { clock, server } = start({
      // Four failures, a message, four failures, a message …
      stream: ({ index }) =>
        index % 5 < 4
          ? new Response(null, { status: 503 })
          : streamAnswer(say(messages.slice(Math.floor(index / 5), Math.floor(index / 5) + 1))),
    });
    const reading = pull(server.transport, clock);
    await clock.runFor(hour);
    expect(idsOf(reading)).toEqual(['m01', 'm02', 'm03', 'm04']);
    reading.abort();
  });

  it('a message that was seen before does not', async () => {
    const { clock, server } = start({ stream: () => streamAnswer(say(createMessages(1))) });
    const reading = pull(server.transport, clock);
    await clock.runFor(hour);
    // Each close counts, that of the stream that brought it too: five more bring nothing.
    expect(server.list('stream')).toHaveLength(6);
    expect(idsOf(reading)).toEqual(['m01']);
    expect(reading.end()).toBe('quiet');
  });

  it('reconnect: false ends at the first close, and throws at the first failure', async () => {
    const calm = start({ stream: () => streamAnswer(say(createMessages(2))) });
    const reading = pull(calm.server.transport, calm.clock, { reconnect: false });
    await calm.clock.runFor(hour);
    expect(idsOf(reading)).toEqual(['m01', 'm02']);
    expect(reading.end()).toBe('quiet');
    expect(calm.server.list('stream')).toHaveLength(1);
    const rough = start({ stream: () => new Response(null, { status: 503 }) });
    const broken = pull(rough.server.transport, rough.clock, { reconnect: false });
    await rough.clock.runFor(hour);
    expect(broken.end()).toMatchObject({ error: { code: 'server_error' } });
    expect(rough.server.list('stream')).toHaveLength(1);
  });

  it('timeout: so many ms without a byte are a drop', async () => {
    const { clock, server } = start({
      stream: () => streamAnswer(createLiveBody(clock, { heartbeatEvery: 2_000 })),
    });
    const reading = pull(server.transport, clock, { timeout: 1_500, maxRetries: 1 });
    await clock.runFor(hour);
    const [first, second] = server.list('stream');
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(1_750);
    expect(second!.at - first!.at).toBeLessThanOrEqual(2_000);
    expect(reading.end()).toMatchObject({ error: { code: 'timeout' } });
  });
});

describe('each message once, whole, and of this conversation only', () => {
  it('what the server replays is not told twice', async () => {
    const messages = createMessages(6);
    const { clock, server } = start({
      stream: ({ index }) => streamAnswer(say(messages.slice(0, 2 + index))),
    });
    const reading = pull(server.transport, clock, { maxRetries: 2 });
    await clock.runFor(20_000);
    expect(idsOf(reading)).toEqual(messages.map(({ id }) => id));
    reading.abort();
  });

  it('messages of other conversations are dropped, and never become the cursor', async () => {
    const [own, foreign] = createMessages(2);
    const fields = { conversation_id: 'cv_other' };
    const { clock, server } = start({
      stream: ({ index }) =>
        streamAnswer(index === 0 ? say([own!, { ...foreign!, fields }]) : heartbeat),
    });
    const reading = pull(server.transport, clock, { maxRetries: 1 });
    await clock.runFor(hour);
    expect(idsOf(reading)).toEqual(['m01']);
    expect(server.list('stream').map(cursorOf)).toEqual([undefined, 'm01']);
  });

  it('what the wire told in part is completed before it is yielded, in its place', async () => {
    const messages = createMessages(3).map((message) =>
      message.id === 'm02'
        ? { ...message, fields: { message: null, message_type: 'image' } }
        : message,
    );
    const attachments = [{ type: 'image', url: 'https://cdn.test/m02.png' }];
    const { clock, server } = start({
      stream: () => {
        server.stored.push(
          ...messages.map((one) => ({ ...one, fields: { ...one.fields, attachments } })),
        );
        return streamAnswer(createLiveBody(clock, { frames: say(messages) }));
      },
    });
    const reading = pull(server.transport, clock);
    await clock.runFor(1_000);
    expect(idsOf(reading)).toEqual(['m01', 'm02', 'm03']);
    expect(reading.messages[1]!.parts).toEqual([
      { type: 'file', mediaType: 'image/*', url: 'https://cdn.test/m02.png' },
    ]);
    reading.abort();
  });

  it('malformed frames are stepped over and do not move the cursor', async () => {
    const bad = 'id: bad\nevent: message\ndata: {"id":"bad",\n\n';
    const [one, two] = createMessages(2);
    const { clock, server } = start({
      stream: ({ index }) => streamAnswer(index === 0 ? say([one!]) + bad : say([two!]) + bad),
    });
    const reading = pull(server.transport, clock, { maxRetries: 1 });
    await clock.runFor(hour);
    expect(idsOf(reading)).toEqual(['m01', 'm02']);
    expect(server.list('stream').map(cursorOf)).toEqual([undefined, 'm01', 'm02']);
  });
});

describe('nothing is left out in silence', () => {
  it('a cursor of the caller that the server does not know is an error', async () => {
    const { clock, server } = start({ stream: () => new Response(null, { status: 400 }) });
    const reading = pull(server.transport, clock, { after: 'gone' });
    await clock.runFor(hour);
    expect(reading.end()).toMatchObject({ error: { code: 'bad_request' } });
  });

  /** The first stream says `said`, then the connection breaks and every cursor is refused. */
  const startForgetful = (
    messages: readonly WireMessage[],
    said: number,
    headers: Record<string, string> = {},
  ): { clock: VirtualClock; server: VirtualBimpe } => {
    const scene = start({
      stream: (request) => {
        // What the first stream says is created as it opens; all the rest, while it is down.
        const count = request.index === 0 ? said : messages.length;
        scene.server.stored.splice(0, Number.POSITIVE_INFINITY, ...messages.slice(0, count));
        if (request.index === 0) return streamAnswer(say(messages.slice(0, said)), headers);
        if (cursorOf(request) !== undefined) return new Response(null, { status: 400 });
        return streamAnswer(createLiveBody(scene.clock), headers);
      },
    });
    return scene;
  };

  for (const missed of [1, 30, 199, 500]) {
    it(`a forgotten cursor: the ${missed} messages said meanwhile come from history, or the gap is told`, async () => {
      const messages = createMessages(5 + missed, epoch - hour);
      const { clock, server } = startForgetful(messages, 5);
      const reading = pull(server.transport, clock);
      await clock.runFor(10 * 60_000);
      if (reading.end() === undefined) expect(idsOf(reading)).toEqual(messages.map(({ id }) => id));
      else expect(reading.end()).toHaveProperty('error');
      reading.abort();
    });
  }

  it('dropped before the first message: what was said in between is not lost (with a Date header)', async () => {
    const messages = createMessages(3);
    const date = new Date(epoch).toUTCString();
    const { clock, server } = start({
      stream: (request) => {
        if (request.index === 0) return streamAnswer(heartbeat, { date });
        const after = cursorOf(request);
        const frames = after === undefined ? '' : say(listAfter(messages, after));
        return streamAnswer(createLiveBody(clock, { frames }), { date });
      },
    });
    const reading = pull(server.transport, clock);
    await clock.runFor(60_000);
    expect(idsOf(reading)).toEqual(['m01', 'm02', 'm03']);
    reading.abort();
  });

  it('the same across origins, where nobody may read the Date header: an empty conversation', async () => {
    const messages = createMessages(3);
    const { clock, server } = start({
      stream: (request) => {
        if (request.index === 0) return streamAnswer(heartbeat);
        server.stored.splice(0, Number.POSITIVE_INFINITY, ...messages);
        const after = cursorOf(request);
        const frames = after === undefined ? '' : say(listAfter(messages, after));
        return streamAnswer(createLiveBody(clock, { frames }));
      },
    });
    const reading = pull(server.transport, clock);
    await clock.runFor(60_000);
    if (reading.end() === undefined) expect(idsOf(reading)).toEqual(['m01', 'm02', 'm03']);
    reading.abort();
  });

  it('the same across origins: a conversation with a past', async () => {
    const messages = createMessages(3);
    const { clock, server } = start({
      stream: ({ index }) => {
        if (index === 1) server.stored.push(...messages);
        return streamAnswer(index === 0 ? heartbeat : createLiveBody(clock));
      },
    });
    server.stored.push(
      ...createMessages(2, epoch - hour).map((one) => ({ ...one, id: `old-${one.id}` })),
    );
    const reading = pull(server.transport, clock);
    await clock.runFor(60_000);
    expect(idsOf(reading)).toEqual(['m01', 'm02', 'm03']);
    reading.abort();
  });

  it('a message said while the stream is being opened is yielded, once', async () => {
    for (const headers of [{}, { date: new Date(epoch).toUTCString() }]) {
      const messages = createMessages(2);
      const { clock, server } = start({
        stream: () => {
          // Created as the stream opens: history has it, and the stream says it.
          server.stored.push(...messages);
          return streamAnswer(createLiveBody(clock, { frames: say(messages) }), headers);
        },
      });
      const reading = pull(server.transport, clock);
      await clock.runFor(5_000);
      expect(idsOf(reading)).toEqual(['m01', 'm02']);
      reading.abort();
    }
  });

  it('what history held before the start is not news, whatever happens to the first stream', async () => {
    const old = createMessages(3, epoch - hour);
    const { clock, server } = start({
      stream: ({ index }) =>
        streamAnswer(
          index < 3
            ? heartbeat
            : createLiveBody(clock, {
                frames: say(createMessages(1).map((one) => ({ ...one, id: 'new' }))),
              }),
        ),
    });
    server.stored.push(...old);
    const reading = pull(server.transport, clock);
    await clock.runFor(60_000);
    expect(idsOf(reading)).toEqual(['new']);
    reading.abort();
  });

  it('dropped before the first message, and the server refuses the time as a cursor', async () => {
    const messages = createMessages(3);
    const { clock, server } = startForgetful(messages, 0, { date: new Date(epoch).toUTCString() });
    const reading = pull(server.transport, clock);
    await clock.runFor(60_000);
    if (reading.end() === undefined) expect(idsOf(reading)).toEqual(['m01', 'm02', 'm03']);
    else expect(reading.end()).toHaveProperty('error');
    reading.abort();
  });
});

describe('the iteration is a good citizen', () => {
  it('a transport without a feed is told apart at once', async () => {
    const { clock, server } = start({});
    const { openFeed: _, ...transport } = server.transport;
    const reading = pull(transport, clock);
    await clock.runFor(0);
    expect(reading.end()).toMatchObject({ error: { code: 'unsupported' } });
  });

  it('return() while it waits for a message ends it at once and closes the stream', async () => {
    const { clock, server } = start({});
    const messages = streamMessages(server.transport, conversationId, { clock: clock.client });
    const next = messages.next();
    await clock.runFor(1_000);
    await messages.return();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(server.list('stream')[0]!.signal.aborted).toBe(true);
    expect(clock.countClientTimers()).toBe(0);
  });

  it('it leaves no listener on a signal that lives on', async () => {
    const { clock, server } = start({ stream: () => new Response(null, { status: 204 }) });
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    const options = { clock: clock.client, signal };
    for await (const message of streamMessages(server.transport, conversationId, options))
      expect(message).toBeUndefined();
    expect(listeners).toBe(0);
  });

  it('two iterations of one transport do not know each other', async () => {
    const messages = createMessages(3);
    const { clock, server } = start({
      stream: (request) =>
        streamAnswer(
          createLiveBody(clock, { frames: say(listAfter(messages, cursorOf(request))) }),
        ),
    });
    const one = pull(server.transport, clock);
    const other = pull(server.transport, clock, { after: 'm02' });
    await clock.runFor(1_000);
    expect(idsOf(one)).toEqual(['m01', 'm02', 'm03']);
    expect(idsOf(other)).toEqual(['m03']);
    one.abort();
    await clock.runFor(0);
    const isAborted = (cursor: string | undefined): boolean[] =>
      server
        .list('stream')
        .filter((request) => cursorOf(request) === cursor)
        .map(({ signal }) => signal.aborted);
    expect([isAborted(undefined), isAborted('m02')]).toEqual([[true], [false]]);
    other.abort();
  });
});
