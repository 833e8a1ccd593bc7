import { beforeEach, describe, expect, test } from 'vitest';
import { elsewhere, local, row, Story } from './story.ts';

let story: Story;
beforeEach(() => {
  story = new Story();
});

describe('rows', () => {
  test('an id twice', () => {
    story.create('a');
    story.show([story.row('a'), story.row('a', { key: 'other' })]);
    expect(story.broken).toContain('duplicate-id');
  });

  test('a key twice', () => {
    story.create('a');
    story.create('b');
    story.show([story.row('a', { key: 'same' }), story.row('b', { key: 'same' })]);
    expect(story.broken).toContain('duplicate-key');
  });

  test('a message the server never had', () => {
    story.show([row('ghost')]);
    expect(story.broken).toEqual(['invented']);
  });

  test('words a message never had', () => {
    story.create('a');
    story.show([story.row('a', { text: 'a v' })]);
    expect(story.broken).toContain('invented');
  });

  test('a local row nobody sent', () => {
    story.show([local('boo')]);
    expect(story.broken).toEqual(['invented']);
  });

  test('a message of another conversation', () => {
    story.create('b', { conversationId: elsewhere });
    story.show([row('b')]);
    expect(story.broken).toEqual(['foreign']);
  });

  test('an order that is not the server’s', () => {
    story.create('a');
    story.create('b');
    story.show(story.rows('b', 'a'));
    expect(story.broken).toEqual(['order']);
  });

  test('equal times against the order in which the feed brought them', () => {
    story.create('a', { createdAt: 5 });
    story.create('b', { createdAt: 5 });
    story.record.fed.set('a', 0).set('b', 1);
    story.show(story.rows('b', 'a'));
    expect(story.broken).toEqual(['order']);
  });

  test('equal times that change places', () => {
    story.create('a', { createdAt: 5 });
    story.create('b', { createdAt: 5 });
    story.show(story.rows('a', 'b'));
    story.show(story.rows('b', 'a'));
    expect(story.broken).toEqual(['order']);
  });

  test('equal times against the order a page has shown', () => {
    story.create('a', { createdAt: 5 });
    story.create('b', { createdAt: 5 });
    story.record.shownTies.set('a/b', story.now);
    story.show(story.rows('b', 'a'));
    expect(story.broken).toEqual([]);
    story.pass(200_000);
    story.show(story.rows('b', 'a'));
    expect(story.broken).toEqual(['order']);
  });

  test('a send that is not last', () => {
    story.create('a');
    story.send('hi');
    story.show([local('hi'), ...story.rows('a')]);
    expect(story.broken).toEqual(['local-last']);
  });

  test('a send beside its stored twin', () => {
    story.send('hi', 'a');
    story.create('a', { sendText: 'hi', versions: [{ text: 'hi', at: 0 }] });
    story.show([...story.rows('a'), local('hi')]);
    expect(story.broken).toContain('twin');
  });

  test('a send shown twice', () => {
    story.send('hi');
    story.show([local('hi'), local('hi', { id: 'local:2', key: 'local:2' })]);
    expect(story.broken).toContain('twin');
  });
});

describe('from one state to the next', () => {
  test('an older text after a newer one', () => {
    const a = story.create('a');
    a.versions.push({ text: 'a v1', at: story.now });
    story.show(story.rows('a'));
    story.show([story.row('a', { text: 'a v0' })]);
    expect(story.broken).toEqual(['regression']);
  });

  test('an edit that arrived and is not shown', () => {
    const a = story.create('a');
    a.versions.push({ text: 'a v1', at: story.now });
    story.record.deliveries.set('a', [{ version: 1, at: story.now }]);
    story.pass(1_000);
    story.show([story.row('a', { text: 'a v0' })]);
    expect(story.broken).toEqual(['stale']);
  });

  test('a removed row that comes back', () => {
    story.create('a');
    const b = story.create('b');
    story.show(story.rows('a', 'b'));
    b.deletedAt = story.now;
    story.show(story.rows('a'));
    story.show(story.rows('a', 'b'));
    expect(story.broken).toEqual(['resurrection']);
  });

  test('a row that goes although the server has it', () => {
    story.create('a');
    story.create('b');
    story.show(story.rows('a', 'b'));
    story.show(story.rows('a'));
    expect(story.broken).toEqual(['vanished']);
  });

  test('a row that changes its key', () => {
    story.create('a');
    story.show(story.rows('a'));
    story.show([story.row('a', { key: 'new' })]);
    expect(story.broken).toEqual(['key-changed']);
  });

  test('a send that loses its key when it is stored', () => {
    story.send('hi');
    story.show([local('hi')]);
    story.record.sends[0]?.storedIds.push('a');
    story.create('a', { sendText: 'hi', versions: [{ text: 'hi', at: 0 }] });
    story.show(story.rows('a'));
    expect(story.broken).toEqual(['key-changed']);
  });

  test('a key that goes to another message', () => {
    story.create('a');
    story.create('b');
    story.show([story.row('a', { key: 'k' })]);
    story.show([story.row('a', { key: 'j' }), story.row('b', { key: 'k' })]);
    expect(story.broken).toContain('key-reused');
  });
});
