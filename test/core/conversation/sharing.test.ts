import { createConversationClient } from 'react-conversation-stream/core';
import { createTestEnvironment } from 'react-conversation-stream/testing';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../helpers/virtualClock.ts';
import { conversationId, epoch } from '../feed/wire.ts';
import { createScriptedBackend, defer, tell, tellPast } from './scriptedBackend.ts';
import { start, startLive, type Scene } from './startConversation.ts';

const hour = 3_600_000;

function createClient() {
  const clock = createVirtualClock(epoch);
  const backend = createScriptedBackend(clock);
  backend.stored.push(...tellPast(3));
  const page = createTestEnvironment(clock.client);
  const client = createConversationClient({
    transport: backend.transport,
    clock: clock.client,
    environment: page,
    random: () => 0.5,
  });
  return { clock, backend, page, client, conversation: client.conversation(conversationId) };
}

describe('however many look, there is one connection', () => {
  it('20 consumers: one feed, two reads of history, one store', async () => {
    const { clock, backend, client } = createClient();
    const handles = Array.from({ length: 20 }, () => client.conversation(conversationId));
    const releases = handles.map((handle) => handle.connect());
    await clock.runFor(10_000);
    expect(new Set(handles).size).toBe(1);
    expect(backend.requests.feed).toHaveLength(1);
    expect(backend.requests.history).toHaveLength(2);
    for (const release of releases.slice(1)) release();
    await clock.runFor(10_000);
    expect(backend.countOpen()).toBe(1);
    releases[0]!();
    await clock.runFor(10);
    expect(backend.countOpen()).toBe(0);
    expect(backend.requests.feed).toHaveLength(1);
  });

  it('mount, unmount, mount in one go, as StrictMode does: one feed, two reads', async () => {
    const { clock, backend, conversation } = createClient();
    const first = conversation.connect();
    first();
    const second = conversation.connect();
    await clock.runFor(10_000);
    expect(backend.requests.feed).toHaveLength(1);
    expect(backend.requests.history).toHaveLength(2);
    second();
  });

  it('a thousand of those leave nothing behind', async () => {
    const { clock, backend, page, conversation } = createClient();
    for (let mounts = 0; mounts < 1_000; mounts += 1) {
      const first = conversation.connect();
      first();
      const second = conversation.connect();
      await clock.runFor(mounts % 30);
      second();
      await clock.runFor(0);
      expect(backend.countOpen()).toBe(0);
    }
    expect(clock.countClientTimers()).toBe(0);
    expect(page.listenerCount).toBe(0);
    const before = backend.requests.history.length + backend.requests.feed.length;
    await clock.runFor(hour);
    expect(backend.requests.history.length + backend.requests.feed.length).toBe(before);
  });

  it('a release works once: twice does not take another consumer along', async () => {
    const { clock, backend, conversation } = createClient();
    const one = conversation.connect();
    const other = conversation.connect();
    await clock.runFor(1_000);
    one();
    one();
    one();
    await clock.runFor(1_000);
    expect(backend.countOpen()).toBe(1);
    other();
  });

  it('readers of history open nothing; the first live one does, the last one hangs up', async () => {
    const { clock, backend, conversation } = createClient();
    const reader = conversation.connect({ live: false });
    await clock.runFor(1_000);
    expect(backend.requests.feed).toHaveLength(0);
    const live = conversation.connect();
    await clock.runFor(1_000);
    expect(backend.countOpen()).toBe(1);
    expect(conversation.store.getState().continuity).toBe('live');
    live();
    await clock.runFor(1_000);
    expect(backend.countOpen()).toBe(0);
    expect(conversation.store.getState()).toMatchObject({
      continuity: 'paused',
      connection: { status: 'idle' },
    });
    reader();
  });

  it('a handle nobody connected holds and asks for nothing', async () => {
    const { clock, backend, page, client } = createClient();
    for (let index = 0; index < 100; index += 1) client.conversation(`cv_${index}`);
    await clock.runFor(hour);
    expect(backend.requests.history).toHaveLength(0);
    expect(clock.countClientTimers()).toBe(0);
    expect(page.listenerCount).toBe(0);
  });

  it('an empty id is refused with words', () => {
    const { client } = createClient();
    expect(() => client.conversation('')).toThrow(/must not be empty/);
  });
});

describe('after the last release nothing happens any more', () => {
  it('and connecting again works, with the rows there at once', async () => {
    const { conversation, backend, clock, ids, state, pass, release } = await startLive();
    release();
    await pass(hour);
    backend.create('m1');
    expect(clock.countClientTimers()).toBe(0);
    const again = conversation.connect();
    await pass(0);
    expect(ids()).toEqual(['h1', 'h2', 'h3']);
    await pass(2_000);
    expect(ids()).toEqual(['h1', 'h2', 'h3', 'm1']);
    expect(state()).toMatchObject({ continuity: 'live', connection: { status: 'open' } });
    expect(backend.requests.feed).toHaveLength(2);
    again();
  });

  it('a page that was on its way is not committed', async () => {
    const page = defer<{ messages: [] }>();
    const scene = start({
      past: 0,
      prepare: (backend) => void (backend.answer.history = () => page.promise),
    });
    await scene.pass();
    scene.release();
    await scene.pass();
    const before = scene.states.length;
    page.resolve({ messages: [tell('late')] as unknown as [] });
    await scene.pass(2_000);
    expect(scene.states.length).toBe(before);
    expect(scene.ids()).toEqual([]);
  });

  it('an older page that was on its way is given up, and no longer said to be loading', async () => {
    const scene = await startLive({ past: 60 });
    scene.backend.answer.history = () => new Promise(() => {});
    const loading = scene.conversation.loadOlderMessages();
    await scene.pass();
    expect(scene.state().isLoadingOlderMessages).toBe(true);
    scene.release();
    await scene.pass(100);
    await loading;
    expect(scene.clock.countClientTimers()).toBe(0);
    expect(scene.state().isLoadingOlderMessages).toBe(false);
  });

  it('no row is left streaming', async () => {
    const { backend, rows, pass, release } = await startLive();
    backend.say(
      { type: 'message-start', message: tell('a', { at: 1, parts: [] }) },
      { type: 'part-set', messageId: 'a', partId: 'p', part: { type: 'text', text: 'Hel' } },
    );
    await pass();
    release();
    await pass();
    expect(rows().at(-1)).toMatchObject({ status: 'interrupted', parts: [{ text: 'Hel' }] });
  });
});

describe('disconnect and reconnect', () => {
  it('disconnect hangs up and stays so, whoever is mounted, until reconnect', async () => {
    const { conversation, backend, state, pass, release } = await startLive();
    conversation.disconnect();
    await pass();
    expect(backend.countOpen()).toBe(0);
    expect(state()).toMatchObject({
      continuity: 'paused',
      connection: { status: 'idle', attempt: 0 },
    });
    const another = conversation.connect();
    await pass(hour);
    expect(backend.requests.feed).toHaveLength(1);
    backend.create('m1');
    conversation.reconnect();
    await pass(2_000);
    expect(state()).toMatchObject({ continuity: 'live', connection: { status: 'open' } });
    expect(state().keys).toContain('m1');
    expect(backend.requests.feed).toHaveLength(2);
    another();
    release();
  });

  it('disconnected it stays, through the last release and the next mount', async () => {
    const { conversation, backend, state, pass, release } = await startLive();
    conversation.disconnect();
    release();
    await pass();
    const again = conversation.connect();
    await pass(hour);
    expect(backend.requests.feed).toHaveLength(1);
    expect(state().continuity).toBe('paused');
    conversation.reconnect();
    await pass(2_000);
    expect(state().continuity).toBe('live');
    again();
  });

  it('reconnect replaces a stream that is open: the old one is closed', async () => {
    const { conversation, backend, state, pass, release } = await startLive();
    conversation.reconnect();
    await pass();
    expect(backend.requests.feed[0]!.signal.aborted).toBe(true);
    expect(backend.countOpen()).toBe(1);
    await pass(2_000);
    expect(state().continuity).toBe('live');
    release();
  });

  it('twenty reconnects in a row leave one stream', async () => {
    const { conversation, backend, pass, release } = await startLive();
    for (let times = 0; times < 10; times += 1) conversation.reconnect();
    await pass(2_000);
    expect(backend.countOpen()).toBe(1);
    release();
  });

  it('reconnect without a consumer does nothing', async () => {
    const { conversation, backend, clock, pass, release } = await startLive();
    release();
    await pass();
    conversation.reconnect();
    await pass(hour);
    expect(backend.requests.feed).toHaveLength(1);
    expect(clock.countClientTimers()).toBe(0);
  });

  it('the resumed feed asks from where it stood', async () => {
    const { conversation, backend, pass, release } = await startLive();
    backend.create('m1');
    await pass();
    conversation.disconnect();
    await pass();
    conversation.reconnect();
    await pass();
    expect(backend.requests.feed.map(({ after }) => after)).toEqual([undefined, 'm1']);
    release();
  });
});

describe('dispose ends it for good', () => {
  it('nothing is open and nothing is heard, though nobody released', async () => {
    const { client, backend, clock, page, state, pass } = await startLive();
    client.dispose();
    await pass();
    expect(backend.countOpen()).toBe(0);
    expect(clock.countClientTimers()).toBe(0);
    expect(page.listenerCount).toBe(0);
    expect(state()).toMatchObject({ continuity: 'paused', connection: { status: 'idle' } });
  });

  const calls: Record<string, (scene: Scene) => unknown> = {
    reconnect: ({ conversation }) => conversation.reconnect(),
    connect: ({ conversation }) => conversation.connect(),
    'a late release': ({ release }) => release(),
    reconcile: ({ conversation }) => conversation.reconcile(),
    loadOlderMessages: ({ conversation }) => conversation.loadOlderMessages(),
    sendMessage: ({ conversation }) => conversation.sendMessage('hi'),
    disconnect: ({ conversation }) => conversation.disconnect(),
  };
  for (const [name, call] of Object.entries(calls)) {
    it(`${name} afterwards asks for nothing and leaves nothing`, async () => {
      const scene = await startLive({ past: 60 });
      const { client, backend, clock, states, pass } = scene;
      const { requests } = backend;
      const count = (): number => Object.values(requests).flat().length;
      client.dispose();
      await pass();
      const before = count();
      const published = states.length;
      void Promise.resolve(call(scene)).catch(() => {});
      await pass(hour);
      expect(count()).toBe(before);
      expect(clock.countClientTimers()).toBe(0);
      expect(states.length).toBe(published);
    });
  }

  it('a client that was disposed gives handles that stay closed', async () => {
    const { client, backend, clock, pass } = await startLive();
    client.dispose();
    const before = backend.requests.feed.length;
    client.conversation('cv_2').connect();
    client.conversation(conversationId).connect();
    await pass(hour);
    expect(backend.requests.feed.length).toBe(before);
    expect(clock.countClientTimers()).toBe(0);
  });

  it('sends that were under way are told so', async () => {
    const { client, conversation, backend, pass } = await startLive();
    backend.answer.send = () => new Promise(() => {});
    const sent = conversation.sendMessage('hi');
    const outcome = expect(sent).rejects.toMatchObject({ code: 'aborted' });
    await pass();
    client.dispose();
    await outcome;
  });
});
