import { ConversationError } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { tell } from './scriptedBackend.ts';
import { startTurns } from './startTurns.ts';
import { begin, delta, done, dropped, text } from './turnBackend.ts';

const open = { type: 'open' } as const;
const provisional = { isProvisional: true };

describe('a turn is one answer, from the send to its end', () => {
  it('shows the send, then the answer as it grows, then both under the ids of history', async () => {
    const scene = await startTurns();
    const sent = scene.send('Hi');
    await scene.pass();
    expect(scene.state()).toMatchObject({ status: 'submitted', continuity: 'live' });
    expect(scene.rows()).toEqual(['user:sending:Hi']);
    const [own] = scene.messages();
    await scene.last().say(open);
    expect(scene.rows()).toEqual(['user:complete:Hi']);
    await scene.last().say(begin('r1', provisional), text('r1'), delta('r1', 'Hel'));
    expect(scene.state().status).toBe('streaming');
    expect(scene.rows()).toEqual(['user:complete:Hi', 'assistant:streaming:Hel']);
    const answer = scene.messages()[1];
    scene.store('Hi', 'Hello');
    await scene.last().say(delta('r1', 'lo'), done('r1'));
    await scene.last().end();
    expect(await sent).toMatchObject({ role: 'assistant', key: answer!.key, status: 'complete' });
    await scene.pass(1_000);
    expect(scene.rows()).toEqual(['user:complete:Hi', 'assistant:complete:Hello']);
    expect(scene.messages().map(({ id }) => id)).toEqual(['s1', 's2']);
    expect(scene.messages().map(({ key }) => key)).toEqual([own!.key, answer!.key]);
    expect(scene.state().status).toBe('ready');
    scene.release();
  });

  it('stays in order although the clock of the reader is an hour ahead', async () => {
    const scene = await startTurns({ past: [] });
    void scene.send('Hi');
    await scene.pass();
    await scene.last().say(open, begin('real', { createdAt: 1_000 }), text('real', 'Yes'));
    expect(scene.rows()).toEqual(['user:complete:Hi', 'assistant:streaming:Yes']);
    scene.release();
  });

  it('sends wait their turn, in order', async () => {
    const scene = await startTurns();
    void scene.send('one');
    void scene.send('two');
    await scene.pass();
    expect(scene.backend.lines).toHaveLength(1);
    await scene.last().say(open, begin('r1', provisional), text('r1', 'First'), done('r1'));
    expect(scene.rows()).toEqual([
      'user:complete:one',
      'assistant:complete:First',
      'user:queued:two',
    ]);
    await scene.last().end();
    await scene.pass();
    expect(scene.backend.lines).toHaveLength(2);
    expect(scene.last().request?.message.parts).toEqual([{ type: 'text', text: 'two' }]);
    scene.release();
  });

  it('the same text twice: two exchanges, whichever history tells first', async () => {
    const scene = await startTurns();
    for (const answer of ['A', 'B']) {
      void scene.send('again');
      await scene.pass();
      await scene.last().say(open, begin(answer, provisional), text(answer, answer), done(answer));
      await scene.last().end();
    }
    scene.store('again', 'A', 'again', 'B');
    await scene.conversation.reconcile();
    expect(scene.rows()).toEqual([
      'user:complete:again',
      'assistant:complete:A',
      'user:complete:again',
      'assistant:complete:B',
    ]);
    expect(scene.messages().map(({ id }) => id)).toEqual(['s1', 's2', 's3', 's4']);
    scene.release();
  });
});

describe('what fails', () => {
  it('before the server took it: the row failed, nothing is sent again by itself', async () => {
    const scene = await startTurns();
    const sent = scene.send('Hi');
    await scene.pass();
    await scene.last().end(new ConversationError('server_error', 'No.', { retryable: true }));
    expect(await sent).toMatchObject({ code: 'server_error' });
    await scene.pass(60_000);
    expect(scene.rows()).toEqual(['user:failed:Hi']);
    expect(scene.backend.lines).toHaveLength(1);
    expect(scene.state().status).toBe('error');
    scene.release();
  });

  it('in the middle: interrupted with the text so far, then whole from history', async () => {
    const scene = await startTurns();
    const sent = scene.send('Hi');
    await scene.pass();
    await scene.last().say(open, begin('r1', provisional), text('r1'), delta('r1', 'Hel'));
    await scene.last().end(dropped());
    expect(scene.rows()).toEqual(['user:complete:Hi', 'assistant:interrupted:Hel']);
    await scene.pass(1_500);
    expect(scene.rows()).toEqual(['user:complete:Hi', 'assistant:interrupted:Hel']);
    scene.store('Hi', 'Hello');
    await scene.pass(2_000);
    expect(scene.rows()).toEqual(['user:complete:Hi', 'assistant:complete:Hello']);
    expect(await sent).toMatchObject({ status: 'complete' });
    expect(scene.state()).toMatchObject({ status: 'ready', continuity: 'live', error: undefined });
    expect(scene.backend.lines).toHaveLength(1);
    scene.release();
  });

  it('for good: the partial text stays, and the state says so', async () => {
    const scene = await startTurns();
    const sent = scene.send('Hi');
    await scene.pass();
    await scene.last().say(open, begin('r1', provisional), text('r1'), delta('r1', 'Hel'));
    await scene.last().end();
    await scene.pass(10_000);
    expect(scene.rows()).toEqual(['user:complete:Hi', 'assistant:interrupted:Hel']);
    expect(await sent).toMatchObject({ status: 'interrupted' });
    expect(scene.state()).toMatchObject({ status: 'error', error: { code: 'network' } });
    await scene.conversation.reconcile();
    expect(scene.rows()).toEqual(['user:complete:Hi', 'assistant:interrupted:Hel']);
    scene.release();
  });

  it('before the first word: the answer is read from history', async () => {
    const scene = await startTurns();
    void scene.send('Hi');
    await scene.pass();
    await scene.last().say(open);
    await scene.last().end(dropped());
    scene.store('Hi');
    await scene.pass(2_000);
    expect(scene.rows()).toEqual(['user:complete:Hi']);
    scene.store('Hello');
    await scene.pass(8_000);
    expect(scene.rows()).toEqual(['user:complete:Hi', 'assistant:complete:Hello']);
    scene.release();
  });

  it('with an error the agent reports: the text stays, the message is an error', async () => {
    const scene = await startTurns();
    const sent = scene.send('Hi');
    await scene.pass();
    const error = new ConversationError('agent_error', 'The model is away.');
    const end = { type: 'message-end', messageId: 'r1', status: 'error', error } as const;
    await scene.last().say(open, begin('r1', provisional), text('r1', 'Hel'), end);
    await scene.last().end();
    expect(await sent).toMatchObject({ status: 'error', error: { code: 'agent_error' } });
    expect(scene.rows()).toEqual(['user:complete:Hi', 'assistant:error:Hel']);
    expect(scene.state()).toMatchObject({ status: 'error', error: { code: 'agent_error' } });
    scene.release();
  });

  it('too long: cut at the limit of the policy', async () => {
    const scene = await startTurns();
    scene.release();
    const { policy } = scene.backend.transport;
    const limited = await startTurns({ transport: { policy: { ...policy, turnTimeout: 5_000 } } });
    void limited.send('Hi');
    await limited.pass();
    await limited.last().say(open, begin('r1', provisional), text('r1', 'Hel'));
    await limited.pass(5_100);
    expect(limited.rows()).toEqual(['user:complete:Hi', 'assistant:interrupted:Hel']);
    expect(limited.last().isAborted()).toBe(true);
    limited.release();
  });
});

describe('stop', () => {
  it('ends the turn here: the text stays as it was, whatever history tells later', async () => {
    const scene = await startTurns();
    const sent = scene.send('Hi');
    await scene.pass();
    await scene.last().say(open, begin('r1', provisional), text('r1'), delta('r1', 'Hel'));
    await scene.conversation.stop();
    expect(scene.rows()).toEqual(['user:complete:Hi', 'assistant:stopped:Hel']);
    expect(scene.last().isAborted()).toBe(true);
    expect(await sent).toMatchObject({ status: 'stopped' });
    scene.store('Hi', 'Hello');
    await scene.conversation.reconcile();
    expect(scene.rows()).toEqual(['user:complete:Hi', 'assistant:stopped:Hel']);
    expect(scene.messages().map(({ id }) => id)).toEqual(['s1', 's2']);
    expect(scene.state().status).toBe('ready');
    scene.release();
  });

  it('cancels on the server where that is possible, and nothing resumes it', async () => {
    const scene = await startTurns({ canResume: true });
    void scene.send('Hi');
    await scene.pass();
    await scene.last().say(open, begin('r1'), text('r1', 'Hel'), { type: 'cursor', cursor: '1' });
    await scene.conversation.stop();
    await scene.pass(120_000);
    expect(scene.backend.cancels).toHaveLength(1);
    expect(scene.backend.lines).toHaveLength(1);
    scene.release();
  });

  it('without a turn does nothing', async () => {
    const scene = await startTurns();
    await expect(scene.conversation.stop()).resolves.toBeUndefined();
    scene.release();
  });
});

describe('a turn that can be resumed', () => {
  it('goes on after a drop where it broke off, in place', async () => {
    const scene = await startTurns({ canResume: true });
    const sent = scene.send('Hi');
    await scene.pass();
    const [first] = scene.backend.lines;
    await first!.say(open, begin('r1'), text('r1'), delta('r1', 'Hel'), {
      type: 'cursor',
      cursor: '7',
    });
    await first!.end(dropped());
    await scene.pass(1_100);
    expect(scene.last().after).toBe('7');
    expect(scene.rows()[1]).toBe('assistant:streaming:Hel');
    scene.backend.stored.push(tell('u1', { role: 'user', text: 'Hi', at: 1 }));
    scene.backend.stored.push(tell('r1', { text: 'Hello', at: 2 }));
    await scene.last().say({ type: 'open', resumed: true }, delta('r1', 'lo'), done('r1'));
    await scene.last().end();
    expect(scene.rows()).toEqual(['user:complete:Hi', 'assistant:complete:Hello']);
    expect(await sent).toMatchObject({ status: 'complete' });
    scene.release();
  });

  it('told from its beginning again says nothing twice and takes nothing back', async () => {
    const scene = await startTurns({ canResume: true });
    void scene.send('Hi');
    await scene.pass();
    await scene.last().say(open, begin('r1'), text('r1'), delta('r1', 'Hello wo'));
    await scene.last().end(dropped());
    await scene.pass(1_100);
    expect(scene.last().after).toBeUndefined();
    await scene.last().say(open);
    for (const event of [begin('r1'), text('r1'), delta('r1', 'Hello'), delta('r1', ' wor')]) {
      await scene.last().say(event);
      expect(scene.rows()[1]).toMatch(/^assistant:streaming:Hello wo/);
    }
    await scene.last().say(delta('r1', 'ld'), done('r1'));
    expect(scene.rows()[1]).toBe('assistant:complete:Hello world');
    scene.release();
  });

  it('is found running after a reload, and is followed', async () => {
    const scene = await startTurns();
    scene.release();
    const { createTurnBackend } = await import('./turnBackend.ts');
    const { follow } = await import('../feed/follow.ts');
    const backend = createTurnBackend(scene.clock, {}, { canResume: true });
    const followed = follow(backend.transport, scene.clock);
    await scene.pass(1_000);
    expect(followed.state().status).toBe('ready');
    await backend.lines[0]!.say(open, begin('r1'), text('r1', 'Running'));
    expect(followed.state().status).toBe('streaming');
    await backend.lines[0]!.say(done('r1'));
    await backend.lines[0]!.end();
    await scene.pass();
    expect(followed.state().status).toBe('ready');
    followed.release();
  });
});

describe('leaving', () => {
  it('ends the turn: nothing stays sending or streaming, no timer is left', async () => {
    const scene = await startTurns();
    const sent = scene.send('Hi');
    await scene.pass();
    await scene.last().say(open, begin('r1', provisional), text('r1', 'Hel'));
    scene.release();
    await scene.pass();
    expect(scene.rows()).toEqual(['user:complete:Hi', 'assistant:interrupted:Hel']);
    expect(await sent).toMatchObject({ code: 'aborted' });
    expect(scene.last().isAborted()).toBe(true);
    expect(scene.clock.countClientTimers()).toBe(0);
  });
});

describe('a send that waits for the turn before it', () => {
  it('is not made once everybody has left', async () => {
    const scene = await startTurns({ canResume: true });
    scene.conversation.reconnect();
    await scene.pass();
    // Somebody else's turn runs: the send waits for it.
    await scene.last().say(open, begin('r1'), text('r1', 'Running'));
    const sent = scene.send('Hi');
    await scene.pass();
    const asked = scene.backend.lines.length;
    scene.release();
    await scene.pass(60_000);
    expect(await sent).toMatchObject({ code: 'aborted' });
    expect(scene.backend.lines).toHaveLength(asked);
  });
});
