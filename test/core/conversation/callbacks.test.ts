import type { Message } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { tell } from './scriptedBackend.ts';
import { start, startLive } from './startConversation.ts';

describe('onMessage tells each new message once', () => {
  const collect = () => {
    const told: Message[] = [];
    return {
      told,
      ids: () => told.map(({ id }) => id),
      onMessage: (message: Message) => void told.push(message),
    };
  };

  it('live ones, not the history, and no edit of a known one', async () => {
    const { ids, onMessage } = collect();
    const scene = await startLive({ past: 30, onMessage });
    expect(ids()).toEqual([]);
    const stored = scene.backend.create('m1');
    scene.backend.say({ type: 'message', message: stored });
    scene.backend.say({
      type: 'message',
      message: { ...stored, parts: [{ type: 'text', text: 'edited' }] },
    });
    await scene.pass(2_000);
    expect(ids()).toEqual(['m1']);
    await scene.settle(scene.conversation.loadOlderMessages());
    await scene.settle(scene.conversation.reconcile());
    expect(ids()).toEqual(['m1']);
    scene.release();
  });

  it('those found by a reconcile', async () => {
    const { ids, onMessage } = collect();
    const scene = await startLive({ onMessage });
    scene.backend.answer.open = () => [[{ type: 'open' }]];
    scene.backend.endStreams();
    await scene.pass(5);
    scene.backend.stored.push({ ...tell('u1'), createdAt: scene.clock.now() });
    await scene.pass(5_000);
    expect(ids()).toEqual(['u1']);
    scene.release();
  });

  it('replayed ones not again', async () => {
    const { ids, onMessage } = collect();
    const scene = await startLive({ onMessage });
    scene.backend.create('m1');
    scene.backend.create('m2');
    await scene.pass();
    scene.backend.answer.open = () => [
      [{ type: 'open' }],
      scene.backend.stored.map((message) => ({ type: 'message', message }) as const),
    ];
    scene.backend.endStreams();
    await scene.pass(5_000);
    expect(ids()).toEqual(['m1', 'm2']);
    scene.release();
  });

  it('never own sends', async () => {
    const { ids, onMessage } = collect();
    const scene = await startLive({ onMessage });
    const sent = scene.conversation.sendMessage('hi');
    await Promise.all([sent, scene.pass(2_000)]);
    expect(ids()).toEqual([]);
    scene.release();
  });

  it('also one of the same millisecond as the last of the history', async () => {
    const { ids, onMessage } = collect();
    const scene = await startLive({ onMessage });
    const { createdAt } = scene.backend.stored.at(-1)!;
    scene.backend.create('tie', { createdAt });
    await scene.pass();
    expect(ids()).toEqual(['tie']);
    scene.release();
  });

  it('across visits: what came while nobody was there is told to the one who comes back', async () => {
    const { ids, onMessage } = collect();
    const scene = await startLive({ onMessage });
    scene.release();
    await scene.pass();
    scene.backend.create('m1');
    const again = scene.conversation.connect();
    await scene.pass(2_000);
    expect(ids()).toEqual(['m1']);
    again();
  });

  it('with the row in the transcript already, whole, as it is shown', async () => {
    const { told, onMessage } = collect();
    const scene = await startLive({ onMessage });
    scene.backend.create('m1', { text: 'hello' });
    await scene.pass();
    expect(told[0]).toMatchObject({ key: 'm1', status: 'complete', parts: [{ text: 'hello' }] });
    scene.release();
  });

  it('nothing after the release', async () => {
    const { ids, onMessage } = collect();
    const scene = start({ onMessage });
    await scene.pass(2_000);
    scene.release();
    scene.backend.create('m1');
    await scene.pass(60_000);
    expect(ids()).toEqual([]);
  });
});

describe('a callback that throws is the caller’s problem, not the conversation’s', () => {
  it('onMessage: the stream stays open, and the other messages are told', async () => {
    const told: string[] = [];
    const scene = await startLive({
      onMessage({ id }) {
        told.push(id);
        throw new Error('A bug of the app.');
      },
    });
    const { stored } = scene.backend;
    stored.push(tell('m1', { at: 1 }), tell('m2', { at: 2 }));
    scene.backend.say(
      { type: 'message', message: stored.at(-2)! },
      { type: 'message', message: stored.at(-1)! },
    );
    await scene.pass(60_000);
    expect(scene.backend.requests.feed).toHaveLength(1);
    expect(scene.state().connection.status).toBe('open');
    expect(told).toEqual(['m1', 'm2']);
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3', 'm1', 'm2']);
    scene.release();
  });

  it('onDiagnostic: the stream stays open', async () => {
    const scene = await startLive({
      onDiagnostic() {
        throw new Error('A bug of the app.');
      },
    });
    scene.backend.say({ type: 'diagnostic', code: 'unknown_event' });
    await scene.pass(60_000);
    expect(scene.backend.requests.feed).toHaveLength(1);
    expect(scene.state().connection.status).toBe('open');
    scene.release();
  });

  it('a cache that throws: the conversation goes on, and the release is complete', async () => {
    const scene = await startLive({
      history: {
        read: () => undefined,
        write() {
          throw new DOMException('full', 'QuotaExceededError');
        },
      },
    });
    scene.backend.create('m1');
    await scene.pass(5);
    expect(() => scene.page.hide()).not.toThrow();
    scene.release();
    await scene.pass(0);
    expect(scene.clock.countClientTimers()).toBe(0);
    expect(scene.page.listenerCount).toBe(0);
    expect(scene.backend.countOpen()).toBe(0);
    expect(scene.state()).toMatchObject({ continuity: 'paused', connection: { status: 'idle' } });
  });
});
