import {
  createMemoryHistory,
  type HistorySnapshot,
  type HistorySource,
} from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { conversationId } from '../feed/wire.ts';
import { tell, tellPast } from './scriptedBackend.ts';
import { start, startLive } from './startConversation.ts';

interface CountingHistory extends HistorySource {
  readonly writes: HistorySnapshot[];
}

/** A cache that keeps plain JSON, as a persisted one does, and every write. */
function createCountingHistory(held?: HistorySnapshot): CountingHistory {
  let text = held && JSON.stringify(held);
  const writes: HistorySnapshot[] = [];
  return {
    writes,
    read: () => (text === undefined ? undefined : (JSON.parse(text) as HistorySnapshot)),
    write(_scope, _id, snapshot) {
      writes.push(snapshot);
      text = JSON.stringify(snapshot);
    },
  };
}

/** What a visit of three messages leaves in the cache. */
const visited: HistorySnapshot = {
  messages: tellPast(3).map((message) => ({ ...message, key: `key-${message.id}` })),
  hasOlderMessages: false,
  feedCursor: 'h3',
};

describe('what was read is kept for the next visit', () => {
  it('written a second after a change, not once per message', async () => {
    const history = createCountingHistory();
    const scene = await startLive({ history });
    const before = history.writes.length;
    for (let count = 0; count < 50; count += 1) {
      scene.backend.create(`m${count}`);
      await scene.pass(10);
    }
    expect(history.writes.length - before).toBe(0);
    await scene.pass(1_000);
    expect(history.writes.length - before).toBe(1);
    expect(history.writes.at(-1)!.messages).toHaveLength(53);
    expect(history.writes.at(-1)!.feedCursor).toBe('m49');
    scene.release();
  });

  it('a stream that never pauses is written all the same', async () => {
    const history = createCountingHistory();
    const scene = await startLive({ history });
    const before = history.writes.length;
    for (let count = 0; count < 100; count += 1) {
      scene.backend.create(`m${count}`);
      await scene.pass(100);
    }
    expect(history.writes.length - before).toBeGreaterThanOrEqual(9);
    expect(history.writes.length - before).toBeLessThanOrEqual(11);
    scene.release();
  });

  it('at the last release, at once, with no timer left', async () => {
    const history = createCountingHistory();
    const scene = await startLive({ history });
    scene.backend.create('m1');
    await scene.pass(5);
    scene.release();
    await scene.pass(0);
    expect(history.writes.at(-1)!.messages.map(({ id }) => id)).toEqual(['h1', 'h2', 'h3', 'm1']);
    expect(scene.clock.countClientTimers()).toBe(0);
  });

  it('when the page may be killed', async () => {
    const history = createCountingHistory();
    const scene = await startLive({ history });
    scene.backend.create('m1');
    await scene.pass(5);
    const before = history.writes.length;
    scene.page.hide();
    expect(history.writes.length - before).toBe(1);
    expect(history.writes.at(-1)!.messages.at(-1)!.id).toBe('m1');
    scene.release();
  });

  it('not what is still streaming, and not what is beyond a gap', async () => {
    const history = createCountingHistory();
    const scene = await startLive({ history });
    scene.backend.say({ type: 'message-start', message: tell('a', { at: 1, parts: [] }) });
    await scene.pass(2_000);
    expect(history.writes.at(-1)!.messages.map(({ id }) => id)).toEqual(['h1', 'h2', 'h3']);
    scene.release();
  });

  it('an idle conversation is not written over and over', async () => {
    const history = createCountingHistory();
    const scene = await startLive({ history });
    await scene.pass(5_000);
    const before = history.writes.length;
    await scene.pass(3_600_000);
    expect(history.writes.length).toBe(before);
    scene.release();
  });
});

describe('the next visit begins where the last one ended', () => {
  it('the rows are there at once, under their keys, before any request', () => {
    const scene = start({ history: createCountingHistory(visited) });
    const initial = scene.conversation.store.getInitialState();
    expect(initial.keys).toEqual(['key-h1', 'key-h2', 'key-h3']);
    expect(initial.isPending).toBe(false);
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3']);
    scene.release();
  });

  it('joining until proven, and the feed resumes after the cursor', async () => {
    const scene = start({ history: createCountingHistory(visited) });
    scene.backend.latency = 100;
    scene.backend.stored.push(tell('m1', { at: -1 }));
    await scene.pass(50);
    expect(scene.states[0]).toMatchObject({ continuity: 'joining', isPending: false });
    expect(scene.backend.requests.feed[0]!.after).toBe('h3');
    await scene.pass(2_000);
    expect(scene.state().continuity).toBe('live');
    expect(scene.state().keys).toEqual(['key-h1', 'key-h2', 'key-h3', 'm1']);
    scene.release();
  });

  it('what was edited or deleted meanwhile is put right', async () => {
    const scene = start({ history: createCountingHistory(visited) });
    const [first, , third] = scene.backend.stored;
    scene.backend.stored = [{ ...first!, parts: [{ type: 'text', text: 'edited' }] }, third!];
    await scene.pass(10_000);
    expect(scene.texts()).toEqual(['edited', 'Text of h3']);
    expect(scene.state().keys).toEqual(['key-h1', 'key-h3']);
    scene.release();
  });

  it('a newer edit in the cache is not undone by an older page', async () => {
    const [first, ...rest] = visited.messages;
    const held = { ...visited, messages: [{ ...first!, version: 5 }, ...rest] };
    const scene = start({ history: createCountingHistory(held) });
    scene.backend.stored[0] = { ...scene.backend.stored[0]!, version: 4, parts: [] };
    await scene.pass(5_000);
    expect(scene.texts()[0]).toBe('Text of h1');
    scene.release();
  });

  it('a send that was not confirmed is offered again', async () => {
    const history = createCountingHistory();
    const first = await startLive({ history });
    first.backend.answer.send = () => new Promise(() => {});
    first.conversation.sendMessage('hi').catch(() => {});
    await first.pass(20);
    first.release();
    await first.pass(0);
    const second = start({ history });
    await second.pass(5_000);
    const row = second.rows().at(-1)!;
    expect(row).toMatchObject({ status: 'failed', parts: [{ type: 'text', text: 'hi' }] });
    await second.settle(second.conversation.retryMessage(row.key));
    const [sent] = second.backend.requests.send;
    const [before] = first.backend.requests.send;
    expect(sent!.idempotencyKey).toBe(before!.idempotencyKey);
    expect(second.rows().at(-1)).toMatchObject({ key: row.key, status: 'complete' });
    second.release();
  });

  it('older messages load from where the cache ended', async () => {
    const history = createCountingHistory();
    const first = await startLive({ history, past: 60 });
    first.release();
    await first.pass(0);
    const second = start({ history, past: 60 });
    await second.pass(2_000);
    expect(second.ids()).toHaveLength(20);
    await second.settle(second.conversation.loadOlderMessages());
    expect(second.ids()).toHaveLength(40);
    expect(second.ids()[0]).toBe('h21');
    second.release();
  });

  it('a cached cursor that the server does not know any more is dropped, and nothing is missing', async () => {
    const { ConversationError } = await import('react-conversation-stream/core');
    const scene = start({
      history: createCountingHistory(visited),
      prepare(backend) {
        const { open } = backend.answer;
        backend.stored.push(tell('m1', { at: -1 }));
        backend.answer.open = (request) => {
          if (request.after === undefined) return open(request);
          throw new ConversationError('gone', 'Too old.', { status: 410 });
        };
      },
    });
    await scene.pass(5_000);
    expect(scene.state().continuity).toBe('live');
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3', 'm1']);
    expect(scene.backend.requests.feed.map(({ after }) => after)).toEqual(['h3', undefined]);
    scene.release();
  });
});

describe('the cache in memory', () => {
  it('keeps conversations and scopes apart, and the last fifty of them', () => {
    const history = createMemoryHistory(50);
    history.write('a', conversationId, visited);
    expect(history.read('b', conversationId)).toBeUndefined();
    expect(history.read('a', conversationId)).toEqual(visited);
    expect(history.read('a","cv', '1')).toBeUndefined();
    for (let index = 0; index < 49; index += 1) history.write('a', `cv${index}`, visited);
    expect(history.read('a', conversationId)).toBeDefined();
    history.write('a', 'one more', visited);
    expect(history.read('a', conversationId)).toBeUndefined();
  });
});
