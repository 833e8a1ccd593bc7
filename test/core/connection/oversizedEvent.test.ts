import { describe, expect, it } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../../helpers/virtualClock.ts';
import { selectMessages } from 'react-conversation-stream/core';
import { follow, pull } from '../feed/follow.ts';
import { createVirtualBimpe, streamAnswer, type VirtualBimpe } from '../feed/virtualBimpe.ts';
import { createMessages, epoch, listAfter, toFrame, type WireMessage } from '../feed/wire.ts';

/** Characters; the default limit is 4 Mi. */
const tooMany = 4.5 * 1_024 * 1_024;
const everyone = ['m01', 'm02', 'm03', 'm04', 'm05'];

/** Five messages, of which one does not fit into an event. All are said on the first stream. */
function start(oversized: string): { clock: VirtualClock; server: VirtualBimpe } {
  const messages: WireMessage[] = createMessages(5, epoch - 60_000).map((message) =>
    message.id === oversized ? { ...message, text: 'x'.repeat(tooMany) } : message,
  );
  const clock = createVirtualClock(epoch);
  const server = createVirtualBimpe(clock, {
    // Without a cursor: what is new from now on. Only the first stream finds all five new.
    stream: ({ url, index }) => {
      // They are created as the first stream opens.
      if (index === 0) server.stored.push(...messages);
      const after = url.searchParams.get('after') ?? undefined;
      if (after === undefined && index > 0) return sayAndStay('');
      return sayAndStay(listAfter(messages, after).map(toFrame).join(''));
    },
  });
  return { clock, server };
}

function sayAndStay(text: string): Response {
  const bytes = new TextEncoder().encode(text);
  return streamAnswer(
    new ReadableStream({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 65_536)
          controller.enqueue(bytes.subarray(at, at + 65_536));
      },
    }),
  );
}

function listCursors(server: VirtualBimpe): (string | null)[] {
  return server.list('stream').map(({ url }) => url.searchParams.get('after'));
}

describe('an event that cannot be taken in is skipped and fetched through history', () => {
  it('streamMessages: tried twice at the same cursor, then read from history, in order, once', async () => {
    const { clock, server } = start('m03');
    const reading = pull(server.transport, clock);
    await clock.runFor(20_000);
    expect(reading.messages.map(({ id }) => id)).toEqual(everyone);
    expect(listCursors(server)).toEqual([null, 'm02', null]);
    expect(reading.end()).toBeUndefined();
    reading.abort();
  });

  it('a connected conversation: shown whole, live again, three attempts', async () => {
    const { clock, server } = start('m03');
    const { state, release } = follow(server.transport, clock);
    await clock.runFor(20_000);
    expect(selectMessages(state()).map(({ id }) => id)).toEqual(everyone);
    expect(listCursors(server)).toEqual([null, 'm02', null]);
    expect(state()).toMatchObject({ connection: { status: 'open' }, continuity: 'live' });
    release();
  });

  it('a connected conversation whose retries are spent: the same, at the pace of its probes', async () => {
    const { clock, server } = start('m03');
    const { policy } = server.transport;
    const transport = { ...server.transport, policy: { ...policy, maxRetries: 0 } };
    const { state, release } = follow(transport, clock);
    // Two probes, a minute apart at the most.
    await clock.runFor(130_000);
    expect(listCursors(server).slice(0, 3)).toEqual([null, 'm02', null]);
    expect(selectMessages(state()).map(({ id }) => id)).toEqual(everyone);
    release();
  });

  for (const after of [undefined, 'm00']) {
    const where = after === undefined ? 'from now on' : 'from a cursor on';
    it(`streamMessages ${where}: nothing is lost in silence when it is the very first event`, async () => {
      const { clock, server } = start('m01');
      const reading = pull(server.transport, clock, after === undefined ? {} : { after });
      await clock.runFor(60_000);
      // Either it is fetched, or the caller is told.
      if (reading.end() === undefined)
        expect(reading.messages.map(({ id }) => id)).toEqual(everyone);
      else expect(reading.end()).toMatchObject({ error: { code: 'event_too_large' } });
      reading.abort();
    });
  }

  it('the same event fails once only: nothing is skipped', async () => {
    const { clock, server } = start('m03');
    const reading = pull(server.transport, clock);
    await clock.runFor(0);
    server.answer('stream', ({ url }) => {
      const after = url.searchParams.get('after') ?? undefined;
      return sayAndStay(
        listAfter(createMessages(5, epoch - 60_000), after)
          .map(toFrame)
          .join(''),
      );
    });
    await clock.runFor(20_000);
    expect(reading.messages.map(({ id }) => id)).toEqual(everyone);
    expect(listCursors(server)).toEqual([null, 'm02']);
    // At most the mark of where it began: nothing was fetched through history.
    expect(server.list('history').length).toBeLessThanOrEqual(1);
    reading.abort();
  });
});
