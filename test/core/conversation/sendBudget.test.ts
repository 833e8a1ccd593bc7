import { ConversationError } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { countBusiest } from '../feed/virtualBimpe.ts';
import { startLive, type Scene } from './startConversation.ts';

const minute = 60_000;
const retriesPerMinute = 15;

interface Attempt {
  readonly key: string;
  readonly at: number;
}

/** Every send is lost. */
async function startLossy(): Promise<{ scene: Scene; attempts: readonly Attempt[] }> {
  const scene = await startLive();
  const attempts: Attempt[] = [];
  scene.backend.answer.send = ({ idempotencyKey: key }) => {
    attempts.push({ key, at: scene.clock.now() });
    return Promise.reject(new ConversationError('network', 'It broke.', { retryable: true }));
  };
  return { scene, attempts };
}

/** Those that the client made by itself. */
function listRetries(attempts: readonly Attempt[]): number[] {
  const seen = new Set<string>();
  return attempts.filter(({ key }) => seen.has(key) || !seen.add(key)).map(({ at }) => at);
}

describe('all sends together are repeated at most fifteen times a minute (DESIGN §6)', () => {
  it('however many are written', async () => {
    const { scene, attempts } = await startLossy();
    for (let count = 0; count < 30; count += 1)
      scene.conversation.sendMessage('hi').catch(() => {});
    await scene.pass(10 * minute);
    const retries = listRetries(attempts);
    expect(countBusiest(retries)).toBeLessThanOrEqual(retriesPerMinute);
    // It is used up, and each send has all its attempts in the end.
    expect(countBusiest(retries)).toBe(retriesPerMinute);
    expect(retries).toHaveLength(30 * 3);
    expect(attempts).toHaveLength(30 * 4);
    scene.release();
  });

  it('however often the person asks again: what is asked for is sent at once', async () => {
    const { scene, attempts } = await startLossy();
    scene.conversation.sendMessage('hi').catch(() => {});
    let wishes = 1;
    for (let seconds = 0; seconds < 180; seconds += 1) {
      const failed = scene.rows().find(({ status }) => status === 'failed');
      if (failed) {
        wishes += 1;
        const before = attempts.length;
        scene.conversation.retryMessage(failed.key).catch(() => {});
        await scene.pass();
        expect(attempts.length).toBe(before + 1);
      }
      await scene.pass(1_000);
    }
    expect(wishes).toBeGreaterThan(10);
    const times = attempts.map(({ at }) => at);
    expect(countBusiest(times)).toBeLessThanOrEqual(retriesPerMinute + wishes);
    expect(attempts.length - wishes).toBeLessThanOrEqual(3 * retriesPerMinute);
    scene.release();
  });
});
