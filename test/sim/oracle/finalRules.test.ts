import { beforeEach, describe, expect, test } from 'vitest';
import { local, row, Story, view } from './story.ts';

let story: Story;
beforeEach(() => {
  story = new Story();
});

const nothingLeft = { sockets: 0, timers: 0, listeners: 0, requests: 0 };

describe('the end', () => {
  const live = { continuity: 'live' } as const;
  const end = (...args: Parameters<typeof view>): string[] => {
    story.oracle.judgeEnd(story.now, view(...args), true);
    return story.broken;
  };

  test('not healed by itself', () => {
    story.oracle.judgeRecovery(story.now, view([]));
    expect(story.broken).toEqual(['not-recovered']);
  });

  test('closed although nobody refused', () => {
    const closed = view([], { continuity: 'paused', connection: 'closed' });
    story.oracle.judgeRecovery(story.now, closed);
    expect(story.broken).toEqual(['not-recovered']);
  });

  test('closed because the server refused is fine', () => {
    story.record.refusals.push({ at: 1, conversationId: story.oracle.id, kind: 'final' });
    const closed = view([], { continuity: 'paused', connection: 'closed' });
    story.oracle.judgeRecovery(story.now, closed);
    expect(story.broken).toEqual([]);
  });

  test('not live after an explicit check', () => {
    expect(end([])).toEqual(['not-live']);
  });

  test('a row missing, left over or out of date', () => {
    const a = story.create('a');
    story.create('b');
    expect(end(story.rows('a'), live)).toEqual(['not-exact']);
    story = new Story();
    story.create('a').deletedAt = 1;
    expect(end(story.rows('a'), live)).toEqual(['not-exact']);
    story = new Story();
    story.record.messages.push(a);
    a.versions.push({ text: 'a v1', at: 1 });
    expect(end([row('a')], live)).toEqual(['not-exact']);
  });

  test('older messages that cannot be reached', () => {
    expect(end([], { ...live, hasOlder: true })).toEqual(['not-all']);
  });

  test('a send that is neither stored nor discarded', () => {
    story.send('hi');
    expect(end([], live)).toEqual(['send-lost']);
  });

  test('a send that still hangs', () => {
    delete story.send('hi', 'a').answer;
    expect(end([local('hi')], live)).toEqual(['send-pending', 'unanswered']);
  });

  test('a row left sending after the release', () => {
    story.send('hi');
    story.oracle.judgeRelease(story.now, view([local('hi')]), nothingLeft);
    expect(story.broken).toEqual(['left-hanging']);
  });

  test.each(['sockets', 'timers', 'listeners', 'requests'])('%s left behind', (what) => {
    story.oracle.judgeRelease(story.now, view([]), { ...nothingLeft, [what]: 1 });
    expect(story.broken).toEqual(['leak']);
  });
});
