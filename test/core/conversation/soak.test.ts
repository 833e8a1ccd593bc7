import {
  createConversationClient,
  createMemoryHistory,
  selectMessages,
  type ConversationTransport,
} from 'react-conversation-stream/core';
import { createTestEnvironment } from 'react-conversation-stream/testing';
import { describe, expect, it } from 'vitest';
import { measureHeap } from '../../helpers/measureHeap.ts';
import { createVirtualClock, type VirtualClock } from '../../helpers/virtualClock.ts';
import { createRandom } from '../../sim/random.ts';
import { createVirtualBimpe, streamAnswer, type VirtualRequest } from '../feed/virtualBimpe.ts';
import {
  conversationId,
  epoch,
  heartbeat,
  pageAnswer,
  toFrame,
  type WireMessage,
} from '../feed/wire.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
/** So much text that the rows outweigh everything else that is measured. */
const length = 8 * 1_024;
const maxMessages = 300;

/** A day, and what a server of that day does in a step of it. Nothing of it may pile up. */
interface Day {
  readonly transport: ConversationTransport;
  readonly step: number;
  live(): Promise<void> | void;
  /** Forgets what only the test remembers. */
  forget(): void;
}

function writeText(id: string): string {
  return `${id} `.repeat(Math.ceil(length / (id.length + 1)));
}

/** Bytes that one conversation holds after four hours, and after the whole day. */
async function soak(clock: VirtualClock, day: Day): Promise<{ steady: number; end: number }> {
  const before = await measureHeap();
  const page = createTestEnvironment(clock.client);
  const client = createConversationClient({
    transport: day.transport,
    clock: clock.client,
    environment: page,
    random: createRandom(1).next,
    history: createMemoryHistory(),
    maxMessages,
  });
  const conversation = client.conversation(conversationId);
  const release = conversation.connect();
  let steady = 0;
  for (let steps = 1; steps * day.step <= 24 * hour; steps += 1) {
    await day.live();
    await clock.runFor(day.step);
    if ((steps * day.step) % (20 * minute) === 0) {
      day.forget();
      page.wake('visible');
    }
    if (steps * day.step === 4 * hour) steady = (await measureHeap()) - before;
  }
  const end = (await measureHeap()) - before;
  // Still at work, and full.
  const rows = selectMessages(conversation.store.getState());
  expect(rows.length).toBeGreaterThanOrEqual(maxMessages);
  expect(rows.at(-1)!.createdAt).toBeGreaterThan(clock.now() - 10 * minute);
  expect(conversation.store.getState().continuity).toBe('live');
  release();
  client.dispose();
  return { steady, end };
}

/** BimpeAI's wire: four messages a minute, edits, deletions, a drop every twenty minutes in one of three ways. */
function spendOnFeed(clock: VirtualClock): Day {
  const random = createRandom(7);
  const step = 15 * second;
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  const say = (frame: string): void => {
    for (const stream of streams) stream.enqueue(encoder.encode(frame));
  };
  const server = createVirtualBimpe(clock, {
    stream() {
      let own: ReadableStreamDefaultController<Uint8Array>;
      const start = (controller: typeof own): void => void streams.add((own = controller));
      return streamAnswer(new ReadableStream({ start, cancel: () => void streams.delete(own) }));
    },
  });
  /** By number. All else about a message follows from it, so that the server holds next to nothing. */
  const editions = new Map<number, number>();
  const deleted = new Set<number>();
  let count = 0;
  const describeMessage = (number: number): WireMessage => ({
    id: `m${number}`,
    createdAt: epoch + number * step,
    get text() {
      return writeText(`m${number} edition ${editions.get(number) ?? 1}`);
    },
  });
  server.answer('history', ({ url }) => {
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const stored = numbers.filter((number) => !deleted.has(number)).map(describeMessage);
    return pageAnswer(stored, url.searchParams);
  });
  return {
    transport: server.transport,
    step,
    live() {
      count += 1;
      say(toFrame(describeMessage(count)) + heartbeat);
      if (count % 20 === 0) deleted.add(count - random.int(2, 20));
      if (count % 10 > 0) return;
      const edited = Math.max(1, count - random.int(1, 30));
      editions.set(edited, (editions.get(edited) ?? 1) + 1);
      say(toFrame(describeMessage(edited)));
    },
    forget() {
      (server.requests as VirtualRequest[]).length = 0;
      const [stream] = streams;
      if (!stream) return;
      const how = random.pick(['close', 'reset', 'half-open']);
      streams.delete(stream);
      if (how === 'close') stream.close();
      if (how === 'reset') stream.error(new TypeError('terminated'));
    },
  };
}

describe('a day of it holds no more than a few hours did (DESIGN G13)', () => {
  it('on a feed', { timeout: 120_000 }, async () => {
    const clock = createVirtualClock(epoch);
    const { steady, end } = await soak(clock, spendOnFeed(clock));
    console.log(
      `after 4 h ${(steady / 2 ** 20).toFixed(1)} MiB, after 24 h ${(end / 2 ** 20).toFixed(1)} MiB`,
    );
    expect(steady).toBeGreaterThan(maxMessages * length);
    expect(end).toBeLessThanOrEqual(1.2 * steady);
  });
});
