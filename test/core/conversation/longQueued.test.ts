import {
  createMemoryHistory,
  type ConversationError,
  type Message,
} from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { startLive, type Scene } from './startConversation.ts';

const minute = 60_000;

function send(scene: Scene, text: string): Promise<Message | ConversationError> {
  return scene.conversation.sendMessage(text).catch((error: ConversationError) => error);
}

const own = (scene: Scene): string[] =>
  scene
    .rows()
    .filter(({ key }) => key.startsWith('local:'))
    .map(({ status, error }) => (error ? `${status} ${error.code}` : status));

/** Offline for this long, and back. */
async function passOffline(scene: Scene, minutes: number): Promise<void> {
  await scene.pass(minutes * minute);
  scene.page.setOnline(true);
  await scene.pass(10_000);
}

describe('what waited for the network for over an hour is not sent unasked (EXPERIENCE §3)', () => {
  it('is asked about, while what was written later is sent', async () => {
    const scene = await startLive();
    scene.page.setOnline(false);
    const old = send(scene, 'old');
    await scene.pass(30 * minute);
    const later = send(scene, 'later');
    await passOffline(scene, 31);
    expect(await old).toMatchObject({ code: 'waited_too_long', retryable: false });
    expect(await later).toMatchObject({ status: 'complete' });
    expect(own(scene)).toContain('failed waited_too_long');
    expect(scene.backend.requests.send).toHaveLength(1);
    await scene.pass(24 * 60 * minute);
    expect(scene.backend.requests.send).toHaveLength(1);
    scene.release();
  });

  it('an hour and no longer: sent by itself', async () => {
    const scene = await startLive();
    scene.page.setOnline(false);
    const sent = send(scene, 'in time');
    await passOffline(scene, 60);
    expect(await sent).toMatchObject({ status: 'complete' });
    scene.release();
  });

  it('goes out once the reader says so, and then counts as just written', async () => {
    const scene = await startLive();
    scene.page.setOnline(false);
    void send(scene, 'old');
    await passOffline(scene, 61);
    const [{ key }] = scene.rows().slice(-1) as [Message];
    scene.page.setOnline(false);
    const sent = scene.conversation.retryMessage(key);
    await scene.pass();
    expect(own(scene)).toEqual(['queued']);
    await passOffline(scene, 5);
    expect(await sent).toMatchObject({ key, status: 'complete' });
    expect(scene.backend.requests.send).toHaveLength(1);
    scene.release();
  });

  it('goes away once the reader gives it up', async () => {
    const scene = await startLive();
    scene.page.setOnline(false);
    for (const text of ['one', 'two', 'three']) void send(scene, text);
    await passOffline(scene, 61);
    expect(own(scene)).toEqual(Array.from({ length: 3 }, () => 'failed waited_too_long'));
    for (const { key } of scene.rows().slice(-3)) scene.conversation.discardMessage(key);
    await scene.pass();
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3']);
    expect(scene.backend.requests.send).toHaveLength(0);
    scene.release();
  });

  it('is asked about after a reload as well', async () => {
    const history = createMemoryHistory();
    const before = await startLive({ history });
    before.page.setOnline(false);
    void send(before, 'old');
    await before.pass(2_000);
    before.release();
    const held = history.read(before.conversation.transport.scope, before.conversation.id)!;
    // The reload takes as long as anything may that is put away: its clock starts where this one is.
    const reload = async (minutes: number): Promise<Scene> => {
      const unsent = held.unsent!.map((one) => ({
        ...one,
        createdAt: one.createdAt - minutes * minute,
      }));
      const restored = createMemoryHistory();
      restored.write(before.conversation.transport.scope, before.conversation.id, {
        ...held,
        unsent,
      });
      return startLive({ history: restored });
    };
    const soon = await reload(50);
    expect(own(soon)).toEqual(['failed aborted']);
    const late = await reload(61);
    expect(own(late)).toEqual(['failed waited_too_long']);
    expect([...soon.backend.requests.send, ...late.backend.requests.send]).toEqual([]);
    const [{ key }] = late.rows().slice(-1) as [Message];
    expect(await late.conversation.retryMessage(key)).toMatchObject({ key, status: 'complete' });
    soon.release();
    late.release();
  });
});
