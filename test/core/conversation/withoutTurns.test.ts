import type { ConversationError, ConversationTransport } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { start, startLive } from './startConversation.ts';
import { startTurns } from './startTurns.ts';
import { begin } from './turnBackend.ts';

/* A transport that leaves `turns` out. Its apps do not load what would never run. */
const without: Partial<ConversationTransport> = { turns: undefined as never };

describe('a feed of whole messages does without turns', () => {
  it('what is said and what is sent are rows', async () => {
    const scene = await startLive({ transport: without });
    scene.backend.create('m1');
    const sent = scene.conversation.sendMessage('hi');
    await scene.settle(sent);
    expect(scene.texts().slice(-2)).toEqual(['Text of m1', 'hi']);
    expect(scene.state()).toMatchObject({ continuity: 'live', status: 'ready', error: undefined });
    await expect(scene.conversation.stop()).resolves.toBeUndefined();
    await expect(scene.conversation.regenerate()).rejects.toMatchObject({ code: 'unsupported' });
    scene.release();
  });

  it('history alone does, too', async () => {
    const scene = await startLive({ transport: { ...without, openFeed: undefined as never } });
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3']);
    expect(scene.state().continuity).toBe('live');
    scene.release();
  });
});

describe('what needs turns says so, and what to do', () => {
  const told = { code: 'unsupported', message: expect.stringContaining('carry `turns`') };

  it('a message in parts closes the feed', async () => {
    const scene = await startLive({ transport: without });
    scene.backend.say(begin('m1'));
    await scene.pass(2_000);
    expect(scene.state().connection).toMatchObject({ status: 'closed', error: told });
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3']);
    scene.release();
  });

  it('an answer in-band fails the send before anything is requested', async () => {
    const scene = await startTurns({ transport: without });
    const sent = scene.send('hi');
    await scene.pass();
    expect(await sent).toMatchObject(told);
    expect(scene.backend.lines).toEqual([]);
    expect(scene.rows()).toEqual(['user:failed:hi']);
    scene.release();
  });

  it('a receipt without the stored message fails the send, until the feed tells of it', async () => {
    const scene = start({
      transport: without,
      prepare: ({ answer }) => (answer.send = async () => ({})),
    });
    await scene.pass(2_000);
    const sent = scene.conversation.sendMessage('hi').catch((error: ConversationError) => error);
    await scene.settle(sent);
    expect(await sent).toMatchObject(told);
    expect(scene.rows().at(-1)).toMatchObject({ status: 'failed', error: told });
    const parts = [{ type: 'text', text: 'hi' }] as const;
    scene.backend.create('m1', { role: 'user', parts });
    await scene.pass();
    expect(scene.rows().at(-1)).toMatchObject({ id: 'm1', status: 'complete' });
    expect(scene.rows()).toHaveLength(4);
    scene.release();
  });

  it.each<[string, Partial<ConversationTransport>]>([
    ['resumes', { resumeTurn: async function* () {} }],
    ['regenerates', { regenerate: async function* () {} }],
    ['takes approvals', { respondToApproval: async () => {} }],
  ])('a transport that %s is refused at once', (_, given) => {
    expect(() => start({ transport: { ...without, ...given } })).toThrow('carry `turns`');
  });
});
