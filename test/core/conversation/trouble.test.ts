import { ConversationError } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { start, startLive, type Scene } from './startConversation.ts';

const minute = 60_000;

const broken = new ConversationError('server_error', 'The server answered 500.', {
  status: 500,
  retryable: true,
});

const refused = new ConversationError('forbidden', 'The server answered 403.', { status: 403 });

function breakHistory({ backend }: Pick<Scene, 'backend'>, error = broken): void {
  backend.answer.history = async () => {
    throw error;
  };
}

function mendHistory({ backend }: Scene): void {
  backend.answer.history = async (request) => backend.readPage(request);
}

describe('history that fails while the feed is open', () => {
  it('is told once the policy’s retries are spent, is tried on, and the error goes when it works', async () => {
    const scene = start({ prepare: (backend) => breakHistory({ backend }) });
    await scene.pass(2 * minute);
    expect(scene.state()).toMatchObject({ isPending: true, continuity: 'joining', error: broken });
    mendHistory(scene);
    await scene.pass(minute);
    expect(scene.state()).toMatchObject({ continuity: 'live', error: undefined });
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3']);
    scene.release();
  });

  it('is not told while the quick retries last', async () => {
    const scene = start({ prepare: (backend) => breakHistory({ backend }) });
    await scene.pass(100);
    expect(scene.backend.requests.history.length).toBeGreaterThan(0);
    expect(scene.state().error).toBeUndefined();
    mendHistory(scene);
    await scene.pass(minute);
    expect(scene.state()).toMatchObject({ continuity: 'live', error: undefined });
    scene.release();
  });

  it('reconcile() does not wait for the next probe', async () => {
    const scene = start({ prepare: (backend) => breakHistory({ backend }) });
    await scene.pass(2 * minute);
    mendHistory(scene);
    void scene.conversation.reconcile();
    await scene.pass(100);
    expect(scene.state()).toMatchObject({ continuity: 'live', error: undefined });
    scene.release();
  });

  it('however often it is asked for: at most forty requests a minute', async () => {
    const scene = start({ prepare: (backend) => breakHistory({ backend }) });
    await scene.pass(2 * minute);
    const before = scene.backend.requests.history.length;
    for (let second = 0; second < 60; second += 1) {
      void scene.conversation.reconcile();
      await scene.pass(1_000);
    }
    expect(scene.backend.requests.history.length - before).toBeLessThanOrEqual(40);
    scene.release();
  });
});

describe('scrolling back', () => {
  it('is not held back while pages come: sixty of them in a few seconds', async () => {
    const scene = await startLive({ past: 1_300 });
    const before = scene.clock.now();
    for (let page = 0; page < 60; page += 1)
      await scene.settle(scene.conversation.loadOlderMessages());
    expect(scene.ids()).toHaveLength(1_220);
    // `settle` looks once a second.
    expect(scene.clock.now() - before).toBeLessThanOrEqual(minute);
    scene.release();
  });

  it('holds back no proof: a drop after it heals at once', async () => {
    const scene = await startLive({ past: 1_300 });
    for (let page = 0; page < 60; page += 1)
      await scene.settle(scene.conversation.loadOlderMessages());
    scene.backend.endStreams();
    await scene.pass(5_000);
    expect(scene.state().continuity).toBe('live');
    scene.release();
  });

  it('is held back where it is refused: forty requests a minute, however often it is asked', async () => {
    const scene = await startLive({ past: 100 });
    breakHistory(scene, refused);
    const before = scene.backend.requests.history.length;
    for (let half = 0; half < 120; half += 1) {
      scene.conversation.loadOlderMessages().catch(() => {});
      await scene.pass(500);
    }
    expect(scene.backend.requests.history.length - before).toBeLessThanOrEqual(41);
    scene.release();
  });
});

describe('the browser says offline while the stream lives on', () => {
  it('is offline until something arrives', async () => {
    const scene = await startLive();
    scene.page.setOnline(false);
    await scene.pass();
    expect(scene.state().connection.status).toBe('offline');
    expect(scene.state().continuity).toBe('live');
    scene.backend.create('m1');
    await scene.pass();
    expect(scene.state().connection.status).toBe('open');
    expect(scene.ids()).toContain('m1');
    scene.release();
  });

  it('or until the browser says online, with the same stream', async () => {
    const scene = await startLive();
    scene.page.setOnline(false);
    await scene.pass();
    scene.page.setOnline(true);
    await scene.pass();
    expect(scene.state().connection.status).toBe('open');
    expect(scene.backend.requests.feed).toHaveLength(1);
    scene.release();
  });

  it('what waits for the network is not submitted', async () => {
    const scene = await startLive();
    scene.page.setOnline(false);
    const sent = scene.conversation.sendMessage('later');
    await scene.pass(1_000);
    expect(scene.state().status).toBe('ready');
    expect(scene.rows().at(-1)?.status).toBe('queued');
    scene.page.setOnline(true);
    await scene.settle(sent);
    expect(scene.rows().at(-1)?.status).toBe('complete');
    scene.release();
  });
});
