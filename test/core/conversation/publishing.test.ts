import {
  selectMessage,
  selectMessageKeys,
  selectMessages,
  type SendReceipt,
} from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { start, startLive } from './startConversation.ts';
import { defer, tell } from './scriptedBackend.ts';

const frame = 16;

describe('a conversation is published at most once per frame', () => {
  it('whatever happens within one', async () => {
    const { backend, states, clock, pass, release } = await startLive();
    for (let frames = 0; frames < 20; frames += 1) {
      const before = states.length;
      for (let burst = 0; burst < 50; burst += 1) backend.create(`m${frames}-${burst}`);
      await pass(frame - (clock.now() % frame));
      expect(states.length - before).toBe(1);
    }
    release();
  });

  it('and asks for one frame, however many commits there are in it', async () => {
    const frames: (() => void)[] = [];
    const scene = await startLive({
      environment: {
        schedule: (publish) => {
          frames.push(publish);
          return () => void frames.splice(frames.indexOf(publish), 1);
        },
        onWake: () => () => {},
        isOnline: () => true,
      },
    });
    frames.splice(0).at(-1)?.();
    for (let burst = 0; burst < 50; burst += 1) scene.backend.create(`m${burst}`);
    await scene.pass(5);
    expect(frames).toHaveLength(1);
    scene.release();
    await scene.pass(5);
    expect(frames).toHaveLength(0);
  });

  it('and not at all when nothing changed', async () => {
    const { backend, states, pass, release } = await startLive();
    const before = states.length;
    backend.say();
    backend.say({ type: 'message', message: backend.stored[0]! });
    backend.say({ type: 'cursor', cursor: 'h3' });
    backend.say({ type: 'retry', delay: 5 });
    await pass(10_000);
    expect(states.length).toBe(before);
    release();
  });

  it('an environment that publishes at once, in the middle of a commit, does no harm', async () => {
    const scene = await startLive({
      environment: {
        schedule(publish) {
          publish();
          return () => {};
        },
        onWake: () => () => {},
        isOnline: () => true,
      },
    });
    scene.backend.create('m1');
    await scene.pass();
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3', 'm1']);
    scene.release();
    await scene.pass(2_000);
    expect(scene.clock.countClientTimers()).toBe(0);
  });
});

describe('what did not change keeps its identity', () => {
  it('states are immutable: an older one still says what it said', async () => {
    const { backend, state, pass, release } = await startLive();
    const before = state();
    const { keys, connection, continuity } = before;
    backend.create('m1');
    backend.endStreams();
    await pass();
    expect(before.keys).toBe(keys);
    expect(before.keys).toEqual(['h1', 'h2', 'h3']);
    expect(before.connection).toBe(connection);
    expect(before.continuity).toBe(continuity);
    expect(state()).not.toBe(before);
    release();
  });

  it('an edit changes its row and nothing else: not the keys, not the other rows', async () => {
    const { backend, state, pass, release } = await startLive();
    const before = state();
    const rows = selectMessages(before);
    backend.say({
      type: 'message',
      message: { ...backend.stored[1]!, parts: [{ type: 'text', text: 'edited' }] },
    });
    await pass();
    const after = state();
    expect(after.keys).toBe(before.keys);
    expect(selectMessageKeys(after)).toBe(selectMessageKeys(before));
    expect(after.connection).toBe(before.connection);
    expect(after.gaps).toBe(before.gaps);
    expect(after.revision).toBe(before.revision + 1);
    const now = selectMessages(after);
    expect([now[0], now[2]]).toEqual([rows[0], rows[2]]);
    expect(now[0]).toBe(rows[0]);
    expect(now[2]).toBe(rows[2]);
    expect(now[1]).not.toBe(rows[1]);
    release();
  });

  it('a change of the connection leaves rows, keys, array and revision as they are', async () => {
    const { backend, state, pass, release } = await startLive();
    const before = state();
    const rows = selectMessages(before);
    backend.endStreams();
    await pass();
    const after = state();
    expect(after.connection.status).toBe('waiting');
    expect(after.keys).toBe(before.keys);
    expect(after.revision).toBe(before.revision);
    expect(selectMessages(after)).toBe(rows);
    release();
  });

  it('reconciling what is already here publishes no row anew', async () => {
    const { conversation, state, pass, release } = await startLive({ past: 30 });
    const before = state();
    const rows = selectMessages(before);
    await Promise.all([conversation.reconcile(), pass(10_000)]);
    expect(state().keys).toBe(before.keys);
    expect(state().revision).toBe(before.revision);
    expect(selectMessages(state())).toBe(rows);
    release();
  });

  it('the array of messages is made once per revision, and one row is read without it', async () => {
    const { state, release } = await startLive();
    expect(selectMessages(state())).toBe(selectMessages(state()));
    expect(selectMessage(state(), 'h2')).toBe(selectMessages(state())[1]);
    expect(selectMessage(state(), 'nobody')).toBeUndefined();
    release();
  });

  it('a new row changes the keys once', async () => {
    const { backend, states, pass, release } = await startLive();
    const before = states.length;
    backend.create('m1');
    backend.create('m2');
    await pass(5_000);
    expect(new Set(states.slice(before - 1).map(({ keys }) => keys)).size).toBe(2);
    expect(states.at(-1)!.keys).toEqual(['h1', 'h2', 'h3', 'm1', 'm2']);
    release();
  });

  it('a send that is acknowledged where it stands leaves the list as it is', async () => {
    const { conversation, backend, state, pass, release } = await startLive();
    const receipt = defer<SendReceipt>();
    backend.answer.send = () => receipt.promise;
    const sent = conversation.sendMessage('hi');
    await pass();
    const { keys } = state();
    expect(keys).toHaveLength(4);
    receipt.resolve({ message: tell('m1', { role: 'user', text: 'hi', at: 5 }) });
    await Promise.all([sent, pass(5_000)]);
    expect(state().keys).toEqual(keys);
    expect(state().keys).toBe(keys);
    release();
  });

  it('an edit that only moves the time, not the place, leaves the list as it is', async () => {
    const { backend, state, pass, release } = await startLive();
    const { keys } = state();
    const last = backend.stored[2]!;
    backend.say({ type: 'message', message: { ...last, createdAt: last.createdAt + 5 } });
    await pass();
    expect(state().keys).toBe(keys);
    release();
  });
});

describe('a row calls only those who watch it', () => {
  it('once per publish that changed it', async () => {
    const { conversation, backend, pass, release } = await startLive();
    const calls = { h1: 0, h2: 0 };
    conversation.subscribeMessage('h1', () => void (calls.h1 += 1));
    const leave = conversation.subscribeMessage('h2', () => void (calls.h2 += 1));
    const edit = (text: string): void =>
      backend.say({
        type: 'message',
        message: { ...backend.stored[1]!, parts: [{ type: 'text', text }] },
      });
    backend.create('m1');
    backend.endStreams();
    await pass(5_000);
    expect(calls).toEqual({ h1: 0, h2: 0 });
    edit('one');
    edit('two');
    await pass();
    expect(calls).toEqual({ h1: 0, h2: 1 });
    leave();
    edit('three');
    await pass();
    expect(calls).toEqual({ h1: 0, h2: 1 });
    release();
  });

  it('with the state of that publish in the store already', async () => {
    const { conversation, backend, state, pass, release } = await startLive();
    const seen: unknown[] = [];
    conversation.subscribeMessage('h1', () => seen.push(selectMessage(state(), 'h1')?.parts[0]));
    backend.say({
      type: 'message',
      message: { ...backend.stored[0]!, parts: [{ type: 'text', text: 'new' }] },
    });
    await pass();
    expect(seen).toEqual([{ type: 'text', text: 'new' }]);
    release();
  });

  it('when it goes, too', async () => {
    const { conversation, backend, state, pass, release } = await startLive();
    const seen: unknown[] = [];
    conversation.subscribeMessage('h1', () => seen.push(selectMessage(state(), 'h1')));
    backend.say({ type: 'message-deleted', messageId: 'h1' });
    await pass();
    expect(seen).toEqual([undefined]);
    expect(state().keys).toEqual(['h2', 'h3']);
    release();
  });

  it('hundreds of tokens in a frame are one call and one publish', async () => {
    const { conversation, backend, states, rows, pass, release } = await startLive();
    backend.say(
      { type: 'message-start', message: tell('a', { at: 1, parts: [] }) },
      { type: 'part-set', messageId: 'a', partId: 'p', part: { type: 'text', text: '' } },
    );
    await pass();
    let calls = 0;
    conversation.subscribeMessage('a', () => void (calls += 1));
    const before = states.length;
    for (let token = 0; token < 300; token += 1)
      backend.say({ type: 'part-delta', messageId: 'a', partId: 'p', delta: 'x' });
    await pass();
    expect(calls).toBe(1);
    expect(states.length - before).toBe(1);
    expect(rows().at(-1)).toMatchObject({
      status: 'streaming',
      parts: [{ type: 'text', text: 'x'.repeat(300) }],
    });
    release();
  });
});

describe('nobody waits for the stream', () => {
  it('the first page is shown while the feed is still being opened', async () => {
    const scene = start({
      transport: {
        openFeed: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }),
      },
    });
    await scene.pass();
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3']);
    expect(scene.state()).toMatchObject({
      isPending: false,
      continuity: 'joining',
      connection: { status: 'connecting' },
    });
    scene.release();
  });

  it('a live message is shown while the first page is still on its way', async () => {
    const scene = start({
      past: 0,
      prepare: (backend) => void (backend.answer.history = () => new Promise(() => {})),
    });
    await scene.pass();
    expect(scene.state().isPending).toBe(true);
    scene.backend.create('m1');
    await scene.pass();
    expect(scene.ids()).toEqual(['m1']);
    expect(scene.state().continuity).not.toBe('live');
    scene.release();
  });

  it('it is live only when a page asked for after the stream opened says so', async () => {
    const scene = start();
    await scene.pass(5);
    const order = scene.states.map(({ continuity }) => continuity);
    expect(order).not.toContain('live');
    await scene.pass(2_000);
    expect(scene.state().continuity).toBe('live');
    expect(scene.backend.requests.history).toHaveLength(2);
    scene.release();
  });

  it('history alone: live: false opens no stream and asks once', async () => {
    const scene = start();
    scene.release();
    await scene.pass(0);
    const release = scene.conversation.connect({ live: false });
    const before = scene.backend.requests.feed.length;
    await scene.pass(10_000);
    expect(scene.backend.requests.feed.length).toBe(before);
    expect(scene.state()).toMatchObject({ continuity: 'paused', isPending: false });
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3']);
    release();
  });

  it('a history that says no is told, and does not stop the feed', async () => {
    const scene = start({
      past: 0,
      prepare(backend) {
        backend.answer.history = async () => {
          const { ConversationError } = await import('react-conversation-stream/core');
          throw new ConversationError('forbidden', 'Not yours.', { status: 403 });
        };
      },
    });
    await scene.pass(2_000);
    expect(scene.state()).toMatchObject({ isPending: false, error: { code: 'forbidden' } });
    expect(scene.state().continuity).not.toBe('live');
    scene.backend.create('m1');
    await scene.pass();
    expect(scene.ids()).toEqual(['m1']);
    scene.release();
  });
});
