import { ConversationError, type ConversationState } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { defer, tell, tellPast } from './scriptedBackend.ts';
import { start, startLive, type Scene } from './startConversation.ts';

const broken = (): ConversationError =>
  new ConversationError('network', 'The connection broke.', { retryable: true });

/** Messages stored while nobody was told. */
function storeUnheard(scene: Scene, count: number, prefix = 'u'): string[] {
  const ids = Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
  for (const [index, id] of ids.entries())
    scene.backend.stored.push({ ...tell(id), createdAt: scene.clock.now() + index });
  return ids;
}

/** A stream that goes, and one that knows nothing of what it missed. */
async function loseStream(scene: Scene, unheard: number, prefix?: string): Promise<string[]> {
  scene.backend.answer.open = () => [[{ type: 'open' }]];
  scene.backend.endStreams(broken());
  await scene.pass(5);
  const ids = storeUnheard(scene, unheard, prefix);
  await scene.pass(1_500);
  return ids;
}

/** States that said `live` while a stored message was not among their rows. */
function findSilentGaps(scene: Scene, ids: readonly string[]): ConversationState[] {
  return scene.states.filter(
    ({ continuity, keys }) => continuity === 'live' && ids.some((id) => !keys.includes(id)),
  );
}

describe('a drop is healed: what was said meanwhile is read, and nobody is told it is live before', () => {
  it('a few messages', async () => {
    const scene = await startLive();
    scene.backend.latency = 100;
    const from = scene.states.length;
    const ids = await loseStream(scene, 5);
    await scene.pass(5_000);
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3', ...ids]);
    expect(scene.state()).toMatchObject({ continuity: 'live', gaps: [] });
    const said = scene.states.slice(from).map(({ continuity }) => continuity);
    expect(said[0]).toBe('reconciling');
    const lately = { ...scene, states: scene.states.slice(from) };
    expect(findSilentGaps(lately, ids)).toEqual([]);
    scene.release();
  });

  it('more than a page: read newest first until two known ones are met', async () => {
    const scene = await startLive({ past: 30 });
    const ids = await loseStream(scene, 45);
    await scene.pass(5_000);
    expect(scene.ids().slice(-46)).toEqual(['h30', ...ids]);
    expect(scene.state()).toMatchObject({ continuity: 'live', gaps: [] });
    scene.release();
  });

  it('a server that resumes from the cursor is read all the same: it may have ignored it', async () => {
    const scene = await startLive();
    const before = scene.backend.requests.history.length;
    scene.backend.endStreams();
    await scene.pass(5_000);
    expect(scene.backend.requests.history.length).toBe(before + 1);
    expect(scene.state().continuity).toBe('live');
    scene.release();
  });

  it('one that promises to refuse a dead cursor is believed', async () => {
    const scene = await startLive({ transport: { continuity: 'cursor-checked' } });
    scene.backend.create('m1');
    await scene.pass();
    const before = scene.backend.requests.history.length;
    scene.backend.endStreams();
    await scene.pass(5_000);
    expect(scene.backend.requests.history.length).toBe(before);
    expect(scene.state().continuity).toBe('live');
    scene.release();
  });

  it('and its replay may come together with the news that it is open', async () => {
    const scene = await startLive({ transport: { continuity: 'cursor-checked' } });
    scene.backend.create('m1');
    await scene.pass();
    scene.backend.answer.open = ({ after }) => {
      const { stored } = scene.backend;
      const missed = stored.slice(stored.findIndex(({ id }) => id === after) + 1);
      return [
        [{ type: 'open' }, ...missed.map((message) => ({ type: 'message' as const, message }))],
      ];
    };
    scene.backend.endStreams();
    const [late] = storeUnheard(scene, 1);
    const before = scene.backend.requests.history.length;
    await scene.pass(5_000);
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3', 'm1', late]);
    expect(scene.state().continuity).toBe('live');
    expect(scene.backend.requests.history.length).toBe(before);
    scene.release();
  });

  it('but not about what was in doubt before: an event that could not be read is still read', async () => {
    const scene = await startLive({ transport: { continuity: 'cursor-checked' } });
    const page = defer<void>();
    const { history } = scene.backend.answer;
    scene.backend.answer.history = async (request) => {
      await page.promise;
      return history(request);
    };
    // Lost on the wire, while the cursor moves on; the stream ends before history could tell.
    const [lost] = storeUnheard(scene, 1);
    scene.backend.say(
      { type: 'diagnostic', code: 'malformed_event', isLossy: true },
      { type: 'cursor', cursor: lost! },
    );
    await scene.pass();
    scene.backend.endStreams();
    await scene.pass(5_000);
    expect(scene.state().continuity).toBe('reconciling');
    scene.backend.answer.history = history;
    page.resolve();
    await scene.pass(5_000);
    expect(scene.ids()).toContain(lost);
    expect(scene.state().continuity).toBe('live');
    scene.release();
  });

  it('edits and deletions of older messages arrive, too', async () => {
    const scene = await startLive({ past: 60 });
    await scene.settle(scene.conversation.loadOlderMessages());
    await scene.settle(scene.conversation.loadOlderMessages());
    expect(scene.ids()).toHaveLength(60);
    scene.backend.stored[0] = {
      ...scene.backend.stored[0]!,
      parts: [{ type: 'text', text: 'edited' }],
    };
    scene.backend.stored = scene.backend.stored.filter(({ id }) => id !== 'h10');
    scene.backend.endStreams();
    await scene.pass(30_000);
    expect(scene.texts()[0]).toBe('edited');
    expect(scene.ids()).not.toContain('h10');
    expect(scene.ids()).toHaveLength(59);
    scene.release();
  });

  it('a page that was under way when the stream dropped again proves nothing', async () => {
    const scene = await startLive();
    const page = defer<void>();
    const { history } = scene.backend.answer;
    scene.backend.answer.history = async (request) => {
      const answer = scene.backend.readPage(request);
      await page.promise;
      return answer;
    };
    await loseStream(scene, 1, 'a');
    scene.backend.endStreams(broken());
    await scene.pass(5);
    const [late] = storeUnheard(scene, 1, 'b');
    await scene.pass(1_500);
    scene.backend.answer.history = history;
    page.resolve();
    await scene.pass(5_000);
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3', 'a1', late]);
    expect(findSilentGaps({ ...scene, states: scene.states.slice(5) }, [late!])).toEqual([]);
    scene.release();
  });
});

describe('what cannot be read does not go unnoticed', () => {
  it('a malformed frame reconciles once, and is counted', async () => {
    const scene = await startLive();
    scene.backend.latency = 100;
    const before = scene.backend.requests.history.length;
    const [id] = storeUnheard(scene, 1);
    const from = scene.states.length;
    scene.backend.say({ type: 'diagnostic', code: 'malformed_event', isLossy: true });
    await scene.pass(5_000);
    expect(scene.backend.requests.history.length).toBe(before + 1);
    expect(scene.ids()).toContain(id);
    const said = scene.states.slice(from).map(({ continuity }) => continuity);
    expect([said[0], said.at(-1)]).toEqual(['reconciling', 'live']);
    expect(scene.conversation.getDiagnostics().get('malformed_event')).toBe(1);
    scene.release();
  });

  it('a burst of them reconciles once or twice, not once each', async () => {
    const scene = await startLive();
    scene.backend.latency = 100;
    const before = scene.backend.requests.history.length;
    for (let count = 0; count < 50; count += 1)
      scene.backend.say({ type: 'diagnostic', code: 'malformed_event', isLossy: true });
    await scene.pass(5_000);
    expect(scene.backend.requests.history.length - before).toBeLessThanOrEqual(2);
    expect(scene.conversation.getDiagnostics().get('malformed_event')).toBe(50);
    scene.release();
  });

  it('an unknown event is counted and costs nothing', async () => {
    const scene = await startLive();
    const before = scene.backend.requests.history.length;
    scene.backend.say({ type: 'diagnostic', code: 'unknown_event', detail: 'novelty' });
    await scene.pass(5_000);
    expect(scene.backend.requests.history.length).toBe(before);
    expect(scene.conversation.getDiagnostics().get('unknown_event')).toBe(1);
    scene.release();
  });

  it('messages of other conversations are dropped and counted, from the feed and from pages', async () => {
    const told: string[] = [];
    const scene = await startLive({
      onDiagnostic: ({ code, conversationId }) => told.push(`${code} ${conversationId}`),
      prepare: (backend) => void backend.stored.push(tell('foreign1', { conversationId: 'cv_2' })),
    });
    const seen = scene.conversation.getDiagnostics().get('foreign_message') ?? 0;
    expect(seen).toBeGreaterThan(0);
    scene.backend.say({ type: 'message', message: tell('foreign2', { conversationId: 'cv_2' }) });
    await scene.pass(5_000);
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3']);
    expect(scene.conversation.getDiagnostics().get('foreign_message')).toBe(seen + 1);
    expect(told.at(-1)).toBe('foreign_message cv_1');
    scene.release();
  });

  it('reconcile() on demand reads once, and says when it is done', async () => {
    const scene = await startLive();
    const before = scene.backend.requests.history.length;
    const [id] = storeUnheard(scene, 1);
    let isDone = false;
    void scene.conversation.reconcile().then(() => (isDone = true));
    await scene.pass(20);
    expect(isDone).toBe(true);
    expect(scene.ids()).toContain(id);
    expect(scene.backend.requests.history.length).toBe(before + 1);
    scene.release();
  });
});

describe('a gap too wide to read is shown, and can be closed', () => {
  const loseMany = async (): Promise<{ scene: Scene; ids: string[] }> => {
    const scene = await startLive({ past: 30 });
    const ids = await loseStream(scene, 250);
    return { scene, ids };
  };

  it('after ten pages: gap, between the rows it lies between, and the newest rows are there', async () => {
    const { scene, ids } = await loseMany();
    expect(scene.state().continuity).toBe('gap');
    expect(scene.state().gaps).toEqual([{ afterKey: 'h30', beforeKey: 'u51' }]);
    expect(scene.ids().slice(-200)).toEqual(ids.slice(50));
    expect(scene.states.findLast(({ continuity }) => continuity === 'live')?.keys).not.toContain(
      'u250',
    );
    scene.release();
  });

  it('new messages go on arriving while it is open', async () => {
    const { scene } = await loseMany();
    scene.backend.create('m1');
    await scene.pass();
    expect(scene.ids().at(-1)).toBe('m1');
    expect(scene.state().continuity).toBe('gap');
    scene.release();
  });

  it('loadOlderMessages closes it, from the newer end down, and then it is live', async () => {
    const { scene, ids } = await loseMany();
    const { gaps } = scene.state();
    await scene.settle(scene.conversation.loadOlderMessages());
    expect(gaps).toHaveLength(1);
    expect(scene.state()).toMatchObject({ continuity: 'live', gaps: [] });
    expect(scene.ids().slice(-251)).toEqual(['h30', ...ids]);
    scene.release();
  });

  it('the same with page numbers', async () => {
    const { capabilities } = start().backend.transport;
    const scene = await startLive({
      past: 30,
      transport: { capabilities: { ...capabilities, history: 'numbered' } },
    });
    const ids = await loseStream(scene, 250);
    expect(scene.state().continuity).toBe('gap');
    await scene.settle(scene.conversation.loadOlderMessages());
    expect(scene.state()).toMatchObject({ continuity: 'live', gaps: [] });
    expect(scene.ids().slice(-251)).toEqual(['h30', ...ids]);
    scene.release();
  });

  it('a gap that is told is one: where nothing is missing any more, none is told', async () => {
    const { scene } = await loseMany();
    await scene.pass(120_000);
    const stored = scene.backend.stored.map(({ id }) => id);
    for (const { afterKey, beforeKey } of scene.state().gaps) {
      const between = stored.slice(stored.indexOf(afterKey) + 1, stored.indexOf(beforeKey));
      expect(between.length, `between ${afterKey} and ${beforeKey}`).toBeGreaterThan(0);
    }
    if (scene.state().gaps.length === 0) expect(scene.state().continuity).toBe('live');
    scene.release();
  });

  it('gaps keep their identity while they are the same', async () => {
    const { scene } = await loseMany();
    const { gaps } = scene.state();
    scene.backend.create('m1');
    await scene.pass();
    expect(scene.state().gaps).toBe(gaps);
    scene.release();
  });
});

describe('older messages come a page at a time', () => {
  it('until there are none', async () => {
    const scene = await startLive({ past: 50 });
    expect(scene.state().hasOlderMessages).toBe(true);
    const sizes: number[] = [];
    while (scene.state().hasOlderMessages) {
      await scene.settle(scene.conversation.loadOlderMessages());
      sizes.push(scene.ids().length);
    }
    expect(sizes).toEqual([40, 50]);
    expect(scene.ids()).toEqual(tellPast(50).map(({ id }) => id));
    const before = scene.backend.requests.history.length;
    await scene.settle(scene.conversation.loadOlderMessages());
    expect(scene.backend.requests.history.length).toBe(before);
    scene.release();
  });

  it('one at a time: two calls are one request', async () => {
    const scene = await startLive({ past: 50 });
    const before = scene.backend.requests.history.length;
    const { conversation } = scene;
    const both = [conversation.loadOlderMessages(), conversation.loadOlderMessages()];
    await Promise.all([...both, scene.pass(1_000)]);
    expect(scene.backend.requests.history.length).toBe(before + 1);
    scene.release();
  });

  it('a failure is told to the caller, and it can be tried again', async () => {
    const scene = await startLive({ past: 50 });
    const { history } = scene.backend.answer;
    scene.backend.answer.history = () =>
      Promise.reject(new ConversationError('forbidden', 'No.', { status: 403 }));
    const failed = expect(scene.conversation.loadOlderMessages()).rejects.toMatchObject({
      code: 'forbidden',
    });
    await scene.pass(1_000);
    await failed;
    expect(scene.state().isLoadingOlderMessages).toBe(false);
    scene.backend.answer.history = history;
    await scene.settle(scene.conversation.loadOlderMessages());
    expect(scene.ids()).toHaveLength(40);
    scene.release();
  });

  it('also when the oldest row shown was deleted', async () => {
    const scene = await startLive({ past: 100 });
    await scene.settle(scene.conversation.loadOlderMessages());
    expect(scene.ids()).toHaveLength(40);
    const [oldest] = scene.ids();
    scene.backend.stored = scene.backend.stored.filter(({ id }) => id !== oldest);
    scene.backend.say({ type: 'message-deleted', messageId: oldest! });
    await scene.pass();
    await scene.settle(scene.conversation.loadOlderMessages());
    expect(scene.ids().length).toBeGreaterThan(39);
    scene.release();
  });
});
