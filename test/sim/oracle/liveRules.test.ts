import { beforeEach, describe, expect, test } from 'vitest';
import { Story } from './story.ts';

let story: Story;
beforeEach(() => {
  story = new Story();
});

describe('continuity', () => {
  test('live without a message that nothing will bring', () => {
    story.create('a');
    story.create('b');
    story.open();
    story.show(story.rows('a'), { continuity: 'live' });
    expect(story.broken).toEqual(['silent-gap']);
  });

  test('live, from the start, without the first message', () => {
    story.create('a');
    story.create('b');
    story.open();
    story.show(story.rows('b'), { continuity: 'live', hasOlder: false });
    expect(story.broken).toEqual(['silent-gap']);
  });

  test('live when a message is overdue', () => {
    const feed = story.open();
    story.create('a');
    feed.frames.set('a', story.now);
    story.pass(100);
    story.show([], { continuity: 'live' });
    expect(story.broken).toEqual(['silent-gap']);
  });

  test('a state that was true and stays on the screen until it is not', () => {
    const feed = story.open();
    story.show([], { continuity: 'live' });
    story.create('a');
    feed.frames.set('a', story.now);
    story.pass(5_000);
    story.oracle.recheck(story.now);
    expect(story.broken).toEqual(['silent-gap']);
  });

  test('live on a silent feed for longer than the watchdog', () => {
    const feed = story.open();
    feed.silentAt = story.now;
    story.create('a');
    story.pass(47_000);
    story.show([], { continuity: 'live' });
    expect(story.broken).toContain('silent-gap');
    expect(story.broken).toContain('watchdog');
  });

  test('live after the feed has ended', () => {
    const feed = story.open();
    feed.endsAt = story.now;
    story.pass(1_000);
    story.show([], { continuity: 'live' });
    expect(story.broken).toEqual(['live-unfollowed']);
  });

  test('a message missing outside the gap that is said', () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) story.create(id);
    story.open();
    const gaps = [{ afterKey: 'a', beforeKey: 'c' }];
    story.show(story.rows('a', 'c', 'e'), { continuity: 'gap', gaps });
    expect(story.broken).toEqual(['unsaid-gap']);
  });
});
