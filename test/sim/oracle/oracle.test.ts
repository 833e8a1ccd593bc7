import { beforeEach, describe, expect, test } from 'vitest';
import { local, Story, view } from './story.ts';

let story: Story;
beforeEach(() => {
  story = new Story();
});

const nothingLeft = { sockets: 0, timers: 0, listeners: 0, requests: 0 };

describe('an honest run', () => {
  test('breaks no rule', () => {
    const feed = story.open();
    story.create('a');
    story.show(story.rows('a'), { continuity: 'live' });
    const b = story.create('b');
    feed.frames.set('b', story.now);
    story.show(story.rows('a', 'b'), { continuity: 'live' });
    b.versions.push({ text: 'b v1', at: story.now });
    story.show(story.rows('a', 'b'), { continuity: 'live' });
    story.oracle.judgeRecovery(story.now, view([], { continuity: 'live' }));
    story.oracle.judgeEnd(story.now, view(story.rows('a', 'b'), { continuity: 'live' }), true);
    story.oracle.judgeRelease(story.now, view([]), nothingLeft);
    story.oracle.judgeRequests(story.now);
    expect(story.broken).toEqual([]);
  });

  test('may lack a message that is on its way', () => {
    const feed = story.open();
    story.create('a');
    feed.frames.set('a', story.now + 300);
    story.show([], { continuity: 'live' });
    expect(story.broken).toEqual([]);
  });

  test('may believe in a silent feed until the watchdog must have found out', () => {
    const feed = story.open();
    feed.silentAt = story.now;
    story.create('a');
    story.pass(40_000);
    story.show([], { continuity: 'live' });
    expect(story.broken).toEqual([]);
  });

  test('shows a send before the server has it, and under the same key after', () => {
    story.send('hi');
    story.show([local('hi')]);
    story.record.sends[0]?.storedIds.push('a');
    story.create('a', { sendText: 'hi', versions: [{ text: 'hi', at: 0 }] });
    story.show([story.row('a', { key: 'local:hi' })]);
    expect(story.broken).toEqual([]);
  });

  test('says where its gap is', () => {
    story.open();
    for (const id of ['a', 'b', 'c']) story.create(id);
    story.pass(1_000);
    const gaps = [{ afterKey: 'a', beforeKey: 'c' }];
    story.show(story.rows('a', 'c'), { continuity: 'gap', gaps });
    expect(story.broken).toEqual([]);
  });
});
