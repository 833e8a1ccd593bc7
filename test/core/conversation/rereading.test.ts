import type { ServerMessage } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { defer } from './scriptedBackend.ts';
import { start, startLive, type Scene, type SceneOptions } from './startConversation.ts';

const numbered = { ...start().backend.transport.capabilities, history: 'numbered' } as const;
const histories = { anchored: {}, numbered: { capabilities: numbered } };

/** So many of the newest messages are loaded, a page of twenty at a time. */
async function startLoaded(pages: number, options: SceneOptions): Promise<Scene> {
  const scene = await startLive(options);
  for (let page = 1; page < pages; page += 1)
    await scene.settle(scene.conversation.loadOlderMessages());
  // What the proof of the beginning re-reads is read by now.
  await scene.pass(30_000);
  expect(scene.ids()).toHaveLength(20 * pages);
  return scene;
}

function edit(scene: Scene, id: string): void {
  scene.backend.stored = scene.backend.stored.map((one): ServerMessage =>
    one.id === id ? { ...one, parts: [{ type: 'text', text: 'edited' }] } : one,
  );
}

const textOf = (scene: Scene, id: string): string | undefined =>
  scene.texts()[scene.ids().indexOf(id)];

for (const [name, transport] of Object.entries(histories)) {
  describe(`below what a proof read, the window is read again at leisure: ${name} history`, () => {
    it('edits and deletions arrive, down to the oldest row, and no further', async () => {
      const scene = await startLoaded(5, { past: 300, transport });
      for (const id of ['h201', 'h250']) edit(scene, id);
      scene.backend.stored = scene.backend.stored.filter(({ id }) => id !== 'h220');
      await scene.settle(scene.conversation.reconcile());
      await scene.pass(30_000);
      expect([textOf(scene, 'h201'), textOf(scene, 'h250')]).toEqual(['edited', 'edited']);
      expect(scene.ids()).not.toContain('h220');
      // Pages of a hundred reach further than the window: what was not loaded is not shown.
      expect(scene.ids()).toHaveLength(99);
      expect(scene.ids()[0]).toBe('h201');
      expect(scene.state().hasOlderMessages).toBe(true);
      scene.release();
    });

    it('one page a second, and none once everybody has left', async () => {
      const scene = await startLoaded(16, { past: 400, transport });
      const at: number[] = [];
      const { history } = scene.backend.answer;
      scene.backend.answer.history = (request) => {
        if (request.limit === 100) at.push(scene.clock.now());
        return history(request);
      };
      await scene.settle(scene.conversation.reconcile());
      await scene.pass(10_000);
      expect(at.length).toBeGreaterThanOrEqual(3);
      const pauses = at.slice(1).map((time, index) => time - at[index]!);
      expect(Math.min(...pauses)).toBeGreaterThanOrEqual(1_000);
      const before = at.length;
      await scene.settle(scene.conversation.reconcile());
      scene.release();
      await scene.pass(60_000);
      // At most the one that was being asked for.
      expect(at.length - before).toBeLessThanOrEqual(1);
      expect(scene.clock.countClientTimers()).toBe(0);
    });

    it('gives way to a newer one: two proofs at once re-read the window once', async () => {
      const scene = await startLoaded(16, { past: 400, transport });
      const countPages = (): number =>
        scene.backend.requests.history.filter(({ limit }) => limit === 100).length;
      const begin = countPages();
      await scene.conversation.reconcile();
      await scene.pass(30_000);
      const once = countPages() - begin;
      expect(once).toBeGreaterThanOrEqual(3);
      const before = countPages();
      await scene.settle(Promise.all([scene.conversation.reconcile(), scene.pass(500)]));
      await scene.settle(scene.conversation.reconcile());
      await scene.pass(30_000);
      expect(countPages() - before).toBeLessThanOrEqual(once + 1);
      scene.release();
    });
  });
}

it('of rows as old as the oldest one, those that are not loaded stay so', async () => {
  const scene = await startLoaded(3, {
    past: 200,
    prepare: ({ stored }) =>
      // The window begins in the midst of them, at h141.
      stored.splice(
        0,
        stored.length,
        ...stored.map((one, index) =>
          index > 120 && index < 160 ? { ...one, createdAt: stored[121]!.createdAt } : one,
        ),
      ),
  });
  expect(scene.ids()[0]).toBe('h141');
  await scene.settle(scene.conversation.reconcile());
  await scene.pass(30_000);
  expect(scene.ids()).toEqual(scene.backend.stored.slice(140).map(({ id }) => id));
  scene.release();
});

it('page numbers drift: what one pass did not list and the next one does is not deleted', async () => {
  const scene = await startLoaded(5, { past: 300, transport: histories.numbered });
  const { history } = scene.backend.answer;
  let passes = 0;
  scene.backend.answer.history = async (request) => {
    const page = await history(request);
    if (request.limit < 100 || !page.messages.some(({ id }) => id === 'h230')) return page;
    passes += 1;
    if (passes > 1) return page;
    return { ...page, messages: page.messages.filter(({ id }) => id !== 'h230') };
  };
  await scene.settle(scene.conversation.reconcile());
  await scene.pass(30_000);
  expect(passes).toBeGreaterThan(1);
  expect(scene.ids()).toContain('h230');
  scene.release();
});

it('a page that is late, of a re-read that was given up, changes nothing', async () => {
  const scene = await startLoaded(5, { past: 300 });
  const page = defer<void>();
  const { history } = scene.backend.answer;
  scene.backend.answer.history = async (request) => {
    const answer = await history(request);
    if (request.limit === 100) await page.promise;
    return answer;
  };
  await scene.settle(scene.conversation.reconcile());
  await scene.pass(2_000);
  scene.release();
  const published = scene.states.length;
  edit(scene, 'h201');
  page.resolve();
  await scene.pass(5_000);
  expect(scene.states.length).toBeLessThanOrEqual(published + 1);
  expect(textOf(scene, 'h201')).toBe('Text of h201');
});
