import { describe, expect, it } from 'vitest';
import { start, startLive, type Scene } from './startConversation.ts';

/** So many new messages, a frame apart. */
async function receive(scene: Scene, count: number, prefix = 'm'): Promise<void> {
  for (let index = 1; index <= count; index += 1) {
    scene.backend.create(`${prefix}${index}`);
    await scene.pass(16);
  }
}

async function loadAll(scene: Scene): Promise<void> {
  for (let calls = 0; calls < 60 && scene.state().hasOlderMessages; calls += 1)
    await scene.settle(scene.conversation.loadOlderMessages());
}

const numbered = { ...start().backend.transport.capabilities, history: 'numbered' } as const;
const histories = { anchored: {}, numbered: { capabilities: numbered } };

describe('memory is bounded: the oldest rows go while new ones come', () => {
  for (const [name, transport] of Object.entries(histories)) {
    describe(`with ${name} history`, () => {
      it('never many more than maxMessages, and the newest are all there', async () => {
        const scene = await startLive({ past: 30, maxMessages: 50, transport });
        await receive(scene, 200);
        expect(scene.ids().length).toBeLessThanOrEqual(70);
        expect(scene.ids().length).toBeGreaterThanOrEqual(50);
        expect(scene.ids().at(-1)).toBe('m200');
        expect(scene.ids()).toEqual(
          scene.backend.stored.slice(-scene.ids().length).map(({ id }) => id),
        );
        expect(scene.state()).toMatchObject({
          hasOlderMessages: true,
          continuity: 'live',
          gaps: [],
        });
        scene.release();
      });

      it('they come back through loadOlderMessages, all of them, in order', async () => {
        const scene = await startLive({ past: 30, maxMessages: 50, transport });
        await receive(scene, 200);
        const hold = scene.conversation.holdMessages();
        await loadAll(scene);
        expect(scene.ids()).toEqual(scene.backend.stored.map(({ id }) => id));
        expect(scene.state()).toMatchObject({ hasOlderMessages: false, continuity: 'live' });
        hold();
        scene.release();
      });

      it('also in a conversation that was empty when it began', async () => {
        const scene = await startLive({ past: 0, maxMessages: 50, transport });
        await receive(scene, 200);
        expect(scene.ids().length).toBeLessThanOrEqual(70);
        const hold = scene.conversation.holdMessages();
        await loadAll(scene);
        expect(scene.ids()).toEqual(scene.backend.stored.map(({ id }) => id));
        hold();
        scene.release();
      });

      it('after a day of it, coming and going', async () => {
        const scene = await startLive({ past: 30, maxMessages: 50, transport });
        for (let visits = 0; visits < 5; visits += 1) {
          await receive(scene, 60, `v${visits}-`);
          scene.backend.endStreams();
          await scene.pass(5_000);
          expect(scene.state().continuity).toBe('live');
          expect(scene.ids().length).toBeLessThanOrEqual(90);
        }
        scene.release();
      });
    });
  }

  it('never under the reader’s eyes: held, nothing goes; released, it goes with the next message', async () => {
    const scene = await startLive({ past: 10, maxMessages: 50 });
    const one = scene.conversation.holdMessages();
    const other = scene.conversation.holdMessages();
    await receive(scene, 100);
    expect(scene.ids()).toHaveLength(110);
    one();
    one();
    await receive(scene, 1, 'n');
    expect(scene.ids()).toHaveLength(111);
    other();
    await receive(scene, 1, 'o');
    expect(scene.ids().length).toBeLessThanOrEqual(70);
    scene.release();
  });

  it('not while older ones are being loaded', async () => {
    const scene = await startLive({ past: 100, maxMessages: 30 });
    scene.backend.latency = 500;
    const loading = scene.conversation.loadOlderMessages();
    await scene.pass(100);
    scene.backend.create('m1');
    await scene.pass(1_000);
    await loading;
    expect(scene.ids()).toHaveLength(41);
    scene.release();
  });

  it('what was evicted is not in the cache either, and the next visit is whole', async () => {
    const scene = await startLive({ past: 30, maxMessages: 50 });
    await receive(scene, 100);
    scene.release();
    await scene.pass();
    const again = scene.client.conversation('cv_1').connect();
    await scene.pass(2_000);
    expect(scene.ids().at(-1)).toBe('m100');
    expect(scene.state().continuity).toBe('live');
    again();
  });

  it('a live event for a row that was evicted does not come back alone', async () => {
    const scene = await startLive({ past: 30, maxMessages: 50 });
    await receive(scene, 200);
    const evicted = scene.backend.stored[0]!;
    expect(scene.ids()).not.toContain(evicted.id);
    scene.backend.say({
      type: 'message',
      message: { ...evicted, parts: [{ type: 'text', text: 'edited' }] },
    });
    await scene.pass();
    expect(scene.ids()).not.toContain(evicted.id);
    scene.release();
  });
});
