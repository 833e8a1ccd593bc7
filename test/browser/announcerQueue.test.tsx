import { createVirtualClock } from 'react-conversation-stream/testing';
import { describe, expect, it } from 'vitest';
import { createAnnouncer, type Announcement } from '../../src/ui/announcer/createAnnouncer.ts';

interface Said {
  readonly at: number;
  readonly text: string;
  readonly isAssertive: boolean;
}

function createQueue() {
  const clock = createVirtualClock(0);
  const said: Said[] = [];
  const emptied: number[] = [];
  const { announce, dispose } = createAnnouncer({
    clock,
    write(text, isAssertive) {
      if (text === '') emptied.push(clock.now());
      else said.push({ at: clock.now(), text, isAssertive });
    },
  });
  return { clock, said, emptied, announce, dispose };
}

const summarize = (count: number): string => `${count} messages`;
const text = (value: string): Announcement => ({ text: value });
const spoken = (value: string): Announcement => ({ text: value, summarize });

describe('the queue of an announcer', () => {
  it('says one item at a time, at least 500 ms apart', async () => {
    const { clock, said, announce } = createQueue();
    for (const word of ['one', 'two', 'three']) announce(text(word));
    await clock.advance(200);
    announce(text('four'));
    await clock.advance(5_000);
    expect(said.map((item) => item.text)).toEqual(['one', 'two', 'three', 'four']);
    const gaps = said.slice(1).map(({ at }, index) => at - said[index]!.at);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
  });

  it('keeps the distance to what was said long before the queue was empty', async () => {
    const { clock, said, announce } = createQueue();
    announce(text('one'));
    await clock.advance(300);
    announce(text('two'));
    await clock.advance(2_000);
    expect(said[1]!.at - said[0]!.at).toBeGreaterThanOrEqual(500);
  });

  it('says assertive items first', async () => {
    const { clock, said, announce } = createQueue();
    announce(text('one'));
    announce(text('two'));
    announce({ text: 'now', isAssertive: true });
    await clock.advance(5_000);
    expect(said.map((item) => item.text)).toEqual(['now', 'one', 'two']);
    expect(said.map((item) => item.isAssertive)).toEqual([true, false, false]);
  });

  it('tells more than three messages at once as a number, and nothing else', async () => {
    const { clock, said, announce } = createQueue();
    announce(text('Connection restored'));
    for (let count = 0; count < 20; count += 1) announce(spoken(`message ${count}`));
    await clock.advance(10_000);
    expect(said.map((item) => item.text)).toEqual(['Connection restored', '20 messages']);
  });

  it('tells three messages one by one', async () => {
    const { clock, said, announce } = createQueue();
    for (const word of ['one', 'two', 'three']) announce(spoken(word));
    await clock.advance(5_000);
    expect(said.map((item) => item.text)).toEqual(['one', 'two', 'three']);
  });

  it('adds to a number that was not said yet', async () => {
    const { clock, said, announce } = createQueue();
    announce(text('first'));
    for (let count = 0; count < 5; count += 1) announce(spoken('message'));
    await clock.advance(300);
    announce(spoken('message'));
    await clock.advance(5_000);
    expect(said.map((item) => item.text)).toEqual(['first', '6 messages']);
  });

  it('empties both regions some seconds after the last item, and leaves no timer', async () => {
    const { clock, emptied, announce } = createQueue();
    announce(text('one'));
    await clock.advance(4_000);
    expect(emptied).toEqual([]);
    await clock.advance(2_000);
    expect(emptied).toHaveLength(2);
    expect(clock.pendingTimers).toBe(0);
  });

  it('says nothing more once it is disposed, and speaks again later', async () => {
    const { clock, said, announce, dispose } = createQueue();
    announce(text('one'));
    dispose();
    await clock.advance(5_000);
    expect(said).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
    announce(text('two'));
    await clock.advance(1_000);
    expect(said.map((item) => item.text)).toEqual(['two']);
  });
});
