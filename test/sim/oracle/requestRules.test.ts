import { beforeEach, describe, expect, test } from 'vitest';
import { Story } from './story.ts';

let story: Story;
beforeEach(() => {
  story = new Story();
});

describe('requests', () => {
  const judge = (): string[] => {
    story.oracle.judgeRequests(story.now);
    return story.broken;
  };

  test('a second feed beside the first', () => {
    story.open();
    story.open();
    story.show([]);
    expect(story.broken).toEqual(['two-feeds']);
  });

  test('21 attempts in a minute', () => {
    for (let count = 0; count < 21; count += 1) story.request({ at: story.now + count });
    expect(judge()).toEqual(['rate']);
  });

  test('81 requests in a minute', () => {
    for (let count = 0; count < 81; count += 1) {
      story.request({ endpoint: 'history', at: story.now + count });
    }
    expect(judge()).toEqual(['rate']);
  });

  test('sooner than Retry-After', () => {
    story.request({ status: 429, retryAt: story.now + 5_000 });
    story.request({ at: story.now + 1_000 });
    expect(judge()).toEqual(['retry-after']);
  });

  test('again after a final no', () => {
    story.record.refusals.push({ at: story.now, conversationId: story.oracle.id, kind: 'final' });
    story.request({ at: story.now + 500 });
    expect(judge()).toEqual(['retried-after-no']);
  });

  test('a third try with refused credentials', () => {
    for (const at of [1_000, 2_000]) {
      story.record.refusals.push({ at, conversationId: story.oracle.id, kind: 'unauthorized' });
    }
    story.request({ at: 2_500 });
    expect(judge()).toEqual(['retried-after-no']);
  });

  test('a cursor that never arrived in full', () => {
    story.request({ after: 'a', isCursorHonest: false });
    expect(judge()).toEqual(['cursor']);
  });

  test('what the server complained of', () => {
    story.record.complaints.push({ at: 1, rule: 'ticket-reuse', detail: 'tk_1' });
    expect(judge()).toEqual(['ticket-reuse']);
  });

  test('a send that is stored twice', () => {
    story.send('hi', 'a', 'b');
    expect(judge()).toEqual(['send-doubled']);
  });

  test('a send answered with another message', () => {
    story.send('hi', 'a').answer = { kind: 'resolved', id: 'b' };
    expect(judge()).toEqual(['wrong-answer']);
  });
});
