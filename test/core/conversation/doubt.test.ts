import {
  ConversationError,
  type ConversationTransport,
  type HistorySnapshot,
  type ServerMessage,
} from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import {
  createSend,
  createTranscript,
  readIds,
  stretch,
  tell as tellAt,
} from '../transcript/build.ts';
import { defer, tell } from './scriptedBackend.ts';
import { startLive } from './startConversation.ts';
import { startTurns } from './startTurns.ts';
import { begin, done, text } from './turnBackend.ts';

const tellLater = (id: string, at: number): ServerMessage => tell(id, { at });

describe('what came into doubt after a page was asked for is not proven by it', () => {
  const lose = (): ReturnType<typeof createTranscript> => {
    const transcript = createTranscript();
    transcript.holes.openFeed(false);
    transcript.applyRun(stretch(transcript, [tellAt('m1', 1), tellAt('m2', 2)]));
    expect(transcript.holes.areClosed).toBe(true);
    return transcript;
  };
  const listed = [tellAt('m1', 1), tellAt('m2', 2), tellAt('m3', 3)];

  it('a page that lists the row after the loss, too', () => {
    const transcript = lose();
    const asOf = transcript.tick();
    transcript.holes.lose();
    transcript.applyLive(tellAt('m3', 3));
    transcript.applyRun(stretch(transcript, listed, { asOf, isProof: false }));
    expect(transcript.holes.areClosed).toBe(false);
    transcript.applyRun(stretch(transcript, listed, { isProof: false }));
    expect(transcript.holes.areClosed).toBe(true);
  });

  it('nor is the end', () => {
    const transcript = lose();
    const asOf = transcript.tick();
    transcript.holes.lose();
    transcript.applyRun(stretch(transcript, listed, { asOf }));
    expect(transcript.holes.areClosed).toBe(false);
    transcript.applyRun(stretch(transcript, listed));
    expect(transcript.holes.areClosed).toBe(true);
  });

  it('also when the row after the loss is gone again', () => {
    const transcript = lose();
    const asOf = transcript.tick();
    transcript.holes.lose();
    transcript.applyLive(tellAt('m3', 3));
    transcript.applyLive(tellAt('m4', 4));
    transcript.remove('m3');
    transcript.applyRun(stretch(transcript, [...listed, tellAt('m4', 4)], { asOf }));
    expect(transcript.holes.areClosed).toBe(false);
  });

  it('also when rows of its time change places', () => {
    const transcript = lose();
    const asOf = transcript.tick();
    transcript.holes.lose();
    transcript.applyLive(tellAt('m3', 3));
    transcript.applyLive(tellAt('m4', 3));
    const [, , m3] = listed;
    transcript.applyRun(stretch(transcript, [tellAt('m2', 2), tellAt('m4', 3), m3!], { asOf }));
    expect(transcript.holes.areClosed).toBe(false);
  });
});

describe('a doubt is as young as the youngest of what it is made of', () => {
  const join = (): ReturnType<typeof createTranscript> => {
    const transcript = createTranscript();
    transcript.holes.openFeed(false);
    transcript.applyRun(stretch(transcript, [tellAt('m1', 1), tellAt('m2', 2)]));
    return transcript;
  };

  it('two losses around a row that is gone', () => {
    const transcript = join();
    transcript.holes.lose();
    transcript.applyLive(tellAt('m3', 3));
    const asOf = transcript.tick();
    transcript.tick();
    transcript.holes.lose();
    transcript.applyLive(tellAt('m4', 4));
    transcript.remove('m3');
    const listed = [tellAt('m1', 1), tellAt('m2', 2), tellAt('m4', 4)];
    transcript.applyRun(stretch(transcript, listed, { asOf, isProof: false }));
    expect(transcript.holes.areClosed).toBe(false);
    transcript.applyRun(stretch(transcript, listed, { isProof: false }));
    expect(transcript.holes.areClosed).toBe(true);
  });

  it('a doubtful last row that is gone', () => {
    const transcript = join();
    const asOf = transcript.tick();
    transcript.tick();
    transcript.holes.open(transcript.newest!);
    transcript.remove('m2');
    transcript.applyRun(stretch(transcript, [tellAt('m1', 1)], { asOf }));
    expect(transcript.holes.areClosed).toBe(false);
    transcript.applyRun(stretch(transcript, [tellAt('m1', 1)]));
    expect(transcript.holes.areClosed).toBe(true);
  });
});

describe('an answer is as new as the attempt that it answers', () => {
  it('a page asked for again knows what was edited since the first time', async () => {
    const scene = await startLive();
    const first = defer<never>();
    const { history } = scene.backend.answer;
    scene.backend.answer.history = () => first.promise;
    const done = scene.conversation.reconcile();
    await scene.pass();
    const [, , last] = scene.backend.stored;
    scene.backend.say({ type: 'message', message: { ...last!, ...tell('h3', { text: 'once' }) } });
    await scene.pass();
    // Edited once more, and nobody says so.
    scene.backend.stored[2] = { ...last!, parts: [{ type: 'text', text: 'twice' }] };
    scene.backend.answer.history = history;
    first.reject(new ConversationError('network', 'It broke.', { retryable: true }));
    await scene.settle(done);
    expect(scene.texts().at(-1)).toBe('twice');
    scene.release();
  });
});

describe('what only a receipt told of proves nothing about what is before it', () => {
  /** Two messages, and a send of ours that the feed has not told of. */
  const send = (): ReturnType<typeof createTranscript> => {
    const transcript = createTranscript();
    transcript.holes.openFeed(false);
    transcript.applyRun(stretch(transcript, [tellAt('m1', 1), tellAt('m2', 2)]));
    const own = createSend('Hi');
    transcript.addSend(own);
    transcript.acknowledge(own, tellAt('m9', 9));
    return transcript;
  };

  it('a page without it that begins above what is known leaves a hole below', () => {
    const transcript = send();
    const run = { hasOlder: true, isProof: false } as const;
    transcript.applyRun(stretch(transcript, [tellAt('m7', 7), tellAt('m8', 8)], run));
    expect(readIds(transcript)).toEqual(['m1', 'm2', 'm7', 'm8', 'm9']);
    expect(transcript.holes.areClosed).toBe(false);
  });

  it('once a page lists it together with what is before, it is a row like any other', () => {
    const transcript = send();
    transcript.applyRun(stretch(transcript, [tellAt('m2', 2), tellAt('m9', 9)]));
    transcript.holes.closeFeed();
    transcript.holes.openFeed(true);
    expect(transcript.holes.areClosed).toBe(true);
  });

  it('a feed that was dead when it was made: what was missed before it is read', async () => {
    const scene = await startLive();
    const { backend, conversation } = scene;
    const store = (id: string, given: Parameters<typeof tell>[1] = {}): ServerMessage => {
      const message = { ...tell(id, given), createdAt: scene.clock.now() };
      backend.stored.push(message);
      return message;
    };
    backend.answer.send = async ({ message, idempotencyKey }) => ({
      message: store(idempotencyKey, { role: 'user', parts: message.parts }),
    });
    // Of all this the feed says nothing, and it replays nothing.
    backend.answer.open = () => [[{ type: 'open' }]];
    for (let count = 1; count <= 50; count += 1) {
      store(`x${count}`);
      await scene.pass(5);
    }
    for (const text of ['one', 'two', 'three']) await scene.settle(conversation.sendMessage(text));
    const before = scene.states.length;
    backend.endStreams();
    await scene.pass(10_000);
    expect(scene.state().continuity).toBe('live');
    expect(scene.ids()).toEqual(backend.stored.map(({ id }) => id));
    // Not for a moment does it say so before.
    const live = scene.states.slice(before).filter(({ continuity }) => continuity === 'live');
    for (const { keys } of live) expect(keys).toHaveLength(backend.stored.length);
    scene.release();
  });

  it('nor does it when another tab tells of it', async () => {
    let held: HistorySnapshot | undefined;
    let tell = (_change: 'replaced'): Promise<void> => Promise.resolve();
    const scene = await startLive({
      history: {
        read: () => held,
        write: (_scope, _id, snapshot) => void (held = snapshot),
        subscribe(_scope, _id, onChange) {
          tell = onChange;
          return () => {};
        },
      },
    });
    const { backend } = scene;
    await scene.pass(5_000);
    const missed = Array.from({ length: 50 }, (_, index) => tellLater(`x${index + 1}`, index));
    const own = tellLater('own', 60);
    backend.stored.push(...missed, own);
    held = { ...held!, messages: [...held!.messages, { ...own, key: 'own', isUnheard: true }] };
    backend.latency = 100;
    const done = tell('replaced');
    await scene.pass(50);
    // Not yet known to be what comes next.
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3']);
    await scene.settle(done);
    await scene.pass(5_000);
    expect(scene.state().continuity).toBe('live');
    expect(scene.ids()).toEqual(backend.stored.map(({ id }) => id));
    scene.release();
  });

  it('nor does it when it comes from the cache', () => {
    const before = createTranscript();
    before.holes.openFeed(false);
    before.applyRun(stretch(before, [tellAt('m1', 1), tellAt('m2', 2)]));
    const send = createSend('Hi');
    before.addSend(send);
    before.acknowledge(send, tellAt('m9', 9));
    const { messages } = before.readStored();
    expect(messages.map(({ id }) => id)).toEqual(['m1', 'm2', 'm9']);
    const after = createTranscript();
    after.seed({ messages, hasOlderMessages: false });
    after.holes.openFeed(false);
    const run = stretch(after, [tellAt('m8', 8), tellAt('m9', 9)], {
      hasOlder: true,
      olderCursor: 'm8',
    });
    expect(after.hasReachedKnown(run)).toBe(false);
    after.applyRun(run);
    expect(after.holes.areClosed).toBe(false);
  });
});

describe('what history lists while a turn runs', () => {
  const ask = (clientId?: string): ReturnType<typeof createTranscript> => {
    const transcript = createTranscript();
    transcript.applyRun(stretch(transcript, [tellAt('m1', 1)]));
    const send = createSend('Hi', { idempotencyKey: 'k1' });
    transcript.addSend(send);
    transcript.runningKey = transcript.place(send).key;
    const asked = {
      role: 'user',
      text: 'Hi',
      ...(clientId !== undefined && { clientId }),
    } as const;
    transcript.applyRun(
      stretch(transcript, [
        tellAt('m1', 1),
        tellAt('q1', 2, asked),
        tellAt('a1', 3),
        tellAt('q2', 4, { role: 'user' }),
        tellAt('a2', 5),
      ]),
    );
    return transcript;
  };

  it('of that turn is told by it; what others asked since is there', () => {
    expect(readIds(ask())).toEqual(['m1', 'local:k1', 'q2', 'a2']);
  });

  it('and its question stands where history lists it, where that is sure', () => {
    expect(readIds(ask('k1'))).toEqual(['m1', 'q1', 'q2', 'a2']);
  });
});

it('a row that moves to another time is still the only one in its place', () => {
  const transcript = createTranscript();
  transcript.applyRun(stretch(transcript, [tellAt('m1', 1)]));
  const send = createSend('Hi', { idempotencyKey: 'k1' });
  transcript.addSend(send);
  transcript.place(send);
  for (const [id, at] of [
    ['m2', 20],
    ['m4', 40],
    ['m3', 20],
  ] as const)
    transcript.applyLive(tellAt(id, at));
  transcript.applyRun(stretch(transcript, [tellAt('m1', 1), tellAt('m2', 20)]));
  expect(readIds(transcript)).toEqual(['m1', 'm2', 'local:k1', 'm3', 'm4']);
  transcript.applyRun(
    stretch(transcript, [tellAt('m4', 40), tellAt('q1', 40, { role: 'user', clientId: 'k1' })]),
  );
  expect(readIds(transcript)).toEqual(['m1', 'm2', 'm3', 'm4', 'q1']);
  transcript.remove('q1');
  expect(readIds(transcript)).toEqual(['m1', 'm2', 'm3', 'm4']);
});

describe('a turn that was left', () => {
  const leave = async (isLossy: boolean): Promise<string | undefined> => {
    const scene = await startTurns({ canResume: true });
    void scene.send('Hi');
    await scene.pass();
    const cursor = { type: 'cursor', cursor: '7' } as const;
    await scene.last().say({ type: 'open' }, begin('a1'), text('a1', 'Hel'), cursor);
    if (isLossy)
      await scene.last().say({ type: 'diagnostic', code: 'malformed_event', isLossy: true });
    scene.conversation.disconnect();
    scene.conversation.reconnect();
    await scene.pass();
    const { after } = scene.last();
    await scene.last().say({ type: 'open' }, done('a1'));
    await scene.last().end();
    scene.release();
    return after;
  };

  it('is gone on with', async () => {
    expect(await leave(false)).toBe('7');
  });

  it('is told from its beginning, where something of it was lost', async () => {
    expect(await leave(true)).toBeUndefined();
  });
});

it('a send that waits to be made again is not made, once its first attempt is found stored', async () => {
  const capabilities = { isSendIdempotent: false } as ConversationTransport['capabilities'];
  const scene = await startLive();
  Object.assign(scene.backend.transport.capabilities, capabilities);
  const { send } = scene.backend.answer;
  scene.backend.answer.send = () =>
    Promise.reject(new ConversationError('network', 'It broke.', { retryable: true }));
  await expect(scene.conversation.sendMessage('Hi')).rejects.toMatchObject({ code: 'network' });
  const failed = scene.rows().find(({ status }) => status === 'failed');
  const slow = defer<Awaited<ReturnType<typeof send>>>();
  scene.backend.answer.send = () => slow.promise;
  const other = scene.conversation.sendMessage('Wait').catch(() => {});
  const again = scene.conversation.retryMessage(failed!.key);
  await scene.pass();
  const { idempotencyKey } = scene.backend.requests.send[0]!;
  scene.backend.create('own', { role: 'user', text: 'Hi', clientId: idempotencyKey });
  await scene.pass();
  slow.reject(new ConversationError('forbidden', 'No.'));
  await scene.settle(other);
  expect(await again).toMatchObject({ id: 'own', key: failed!.key });
  expect(scene.backend.requests.send).toHaveLength(2);
  scene.release();
});
