import { ConversationError, type Message, type SendReceipt } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { createScriptedBackend, defer, storeSend, tell } from './scriptedBackend.ts';
import { start, startLive, type Scene } from './startConversation.ts';

const lost = (): ConversationError =>
  new ConversationError('network', 'The connection broke.', { retryable: true });
const refused = (): ConversationError =>
  new ConversationError('bad_request', 'Too rude.', { status: 400 });

/** Sends and gives the promise a place to fail, so that a test may look at it later. */
function send(scene: Scene, text: string): Promise<Message | ConversationError> {
  return scene.conversation.sendMessage(text).catch((error: ConversationError) => error);
}

function local(scene: Scene): Message[] {
  return scene.rows().filter(({ key }) => key.startsWith('local:'));
}

describe('what is sent is a row at once', () => {
  it('last, sending, mine, with the text as it was written', async () => {
    const scene = await startLive();
    scene.backend.answer.send = () => new Promise(() => {});
    void send(scene, ' hi ');
    await scene.pass();
    expect(scene.state().status).toBe('submitted');
    expect(scene.rows().at(-1)).toMatchObject({
      role: 'user',
      author: { kind: 'self' },
      status: 'sending',
      parts: [{ type: 'text', text: ' hi ' }],
    });
    scene.backend.create('m1');
    await scene.pass();
    expect(scene.texts()).toEqual(['Text of h1', 'Text of h2', 'Text of h3', 'Text of m1', ' hi ']);
    scene.release();
  });

  for (const order of ['before', 'after'] as const) {
    it(`the echo ${order} the receipt: one row, under one key, in its place`, async () => {
      const scene = await startLive();
      const receipt = defer<SendReceipt>();
      scene.backend.answer.send = () => receipt.promise;
      const sent = send(scene, 'hi');
      await scene.pass();
      const [row] = local(scene);
      const stored = tell('m1', { role: 'user', text: 'hi', at: 2 });
      const echo = (): void => scene.backend.say({ type: 'message', message: stored });
      if (order === 'before') echo();
      await scene.pass();
      expect(local(scene)).toHaveLength(1);
      receipt.resolve({ message: stored });
      await scene.pass();
      if (order === 'after') echo();
      await scene.pass();
      expect(scene.ids()).toEqual(['h1', 'h2', 'h3', 'm1']);
      expect(local(scene)).toMatchObject([{ key: row!.key, id: 'm1', status: 'complete' }]);
      expect(await sent).toMatchObject({ key: row!.key, id: 'm1' });
      expect(scene.state().status).toBe('ready');
      scene.release();
    });
  }

  it('two sends of the same text are two messages, one after the other', async () => {
    const scene = await startLive();
    const receipts = [defer<SendReceipt>(), defer<SendReceipt>()];
    scene.backend.answer.send = () => receipts[scene.backend.requests.send.length - 1]!.promise;
    const sent = [send(scene, 'hi'), send(scene, 'hi')];
    await scene.pass();
    expect(local(scene).map(({ status }) => status)).toEqual(['sending', 'queued']);
    expect(scene.backend.requests.send).toHaveLength(1);
    const keys = local(scene).map(({ key }) => key);
    scene.backend.say({
      type: 'message',
      message: tell('m1', { role: 'user', text: 'hi', at: 2 }),
    });
    receipts[0]!.resolve({ message: tell('m1', { role: 'user', text: 'hi', at: 2 }) });
    await scene.pass();
    expect(local(scene).map(({ status }) => status)).toEqual(['complete', 'sending']);
    scene.backend.say({
      type: 'message',
      message: tell('m2', { role: 'user', text: 'hi', at: 3 }),
    });
    receipts[1]!.resolve({ message: tell('m2', { role: 'user', text: 'hi', at: 3 }) });
    await Promise.all(sent);
    await scene.pass();
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3', 'm1', 'm2']);
    expect(local(scene).map(({ key }) => key)).toEqual(keys);
    const used = scene.backend.requests.send.map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(used).size).toBe(2);
    scene.release();
  });

  it('a backend that answers without the message: the echo settles it', async () => {
    const scene = await startLive();
    scene.backend.answer.send = async () => ({});
    const sent = send(scene, 'hi');
    await scene.pass();
    expect(local(scene)).toMatchObject([{ status: 'sending' }]);
    scene.backend.say({
      type: 'message',
      message: tell('m1', { role: 'user', text: 'hi', at: 2 }),
    });
    await scene.pass();
    expect(await sent).toMatchObject({ id: 'm1', status: 'complete' });
    expect(local(scene)).toMatchObject([{ id: 'm1' }]);
    scene.release();
  });

  it('nothing, or only blanks, is not sent', async () => {
    const scene = await startLive();
    for (const text of ['', ' ', '\n\t'])
      expect(await send(scene, text)).toMatchObject({ code: 'invalid_argument' });
    await scene.pass();
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3']);
    scene.release();
  });

  it.each([undefined, null, 7, {}, { text: 7 }, { parts: 'no list' }])(
    '%j, which only callers without types send, is refused with words',
    async (input) => {
      const scene = await startLive();
      const sent = scene.conversation.sendMessage(input as unknown as string);
      await expect(sent).rejects.toMatchObject({ code: 'invalid_argument' });
      scene.release();
    },
  );

  it('what the transport cannot carry is refused with words', async () => {
    const scene = await startLive();
    const file = { type: 'file', mediaType: 'image/png', url: 'blob:x' } as const;
    const sent = scene.conversation.sendMessage({ parts: [{ type: 'text', text: 'see' }, file] });
    await expect(sent).rejects.toMatchObject({ code: 'unsupported' });
    scene.release();
  });
});

describe('a send that fails stays where it is, and can be helped', () => {
  it('refused: failed with the reason, no second request, and the turn is in error', async () => {
    const scene = await startLive();
    scene.backend.answer.send = () => Promise.reject(refused());
    expect(await send(scene, 'hi')).toMatchObject({ code: 'bad_request' });
    await scene.pass(60_000);
    expect(scene.backend.requests.send).toHaveLength(1);
    expect(local(scene)).toMatchObject([{ status: 'failed', error: { code: 'bad_request' } }]);
    expect(scene.state()).toMatchObject({ status: 'error', error: { code: 'bad_request' } });
    scene.release();
  });

  it('retry sends the same under the same idempotency key, and keeps the row', async () => {
    const scene = await startLive();
    scene.backend.answer.send = () => Promise.reject(refused());
    await send(scene, 'hi');
    await scene.pass();
    const [row] = local(scene);
    scene.backend.answer.send = async (request) => ({ message: storeSend(scene.backend, request) });
    const stored = await scene.conversation.retryMessage(row!.key);
    await scene.pass();
    const [first, second] = scene.backend.requests.send;
    expect(second!.idempotencyKey).toBe(first!.idempotencyKey);
    expect(local(scene)).toMatchObject([{ key: row!.key, id: stored.id, status: 'complete' }]);
    expect(scene.state()).toMatchObject({ status: 'ready', error: undefined });
    scene.release();
  });

  it('discard removes the row, and only a failed one can go', async () => {
    const scene = await startLive();
    scene.backend.answer.send = () => Promise.reject(refused());
    await send(scene, 'hi');
    await scene.pass();
    const [row] = local(scene);
    scene.conversation.discardMessage(row!.key);
    await scene.pass();
    expect(scene.ids()).toEqual(['h1', 'h2', 'h3']);
    expect(scene.state().status).toBe('ready');
    expect(() => scene.conversation.discardMessage(row!.key)).toThrow(/failed/);
    expect(() => scene.conversation.discardMessage('h1')).toThrow(/failed/);
    await expect(scene.conversation.retryMessage('h1')).rejects.toMatchObject({
      code: 'invalid_argument',
    });
    scene.release();
  });

  it('a failure in between does not hold up the ones behind it', async () => {
    const scene = await startLive();
    scene.backend.answer.send = async (request) => {
      const [part] = request.message.parts;
      if (part?.type === 'text' && part.text === 'bad') throw refused();
      return { message: storeSend(scene.backend, request) };
    };
    const sent = ['one', 'bad', 'two'].map((text) => send(scene, text));
    await Promise.all(sent);
    await scene.pass();
    expect(scene.texts().slice(3)).toEqual(['one', 'two', 'bad']);
    scene.release();
  });

  it('an idempotent send is repeated on its own, with back-off, and then told', async () => {
    const scene = await startLive();
    scene.backend.answer.send = () => Promise.reject(lost());
    const sent = send(scene, 'hi');
    await scene.pass(60_000);
    expect(await sent).toMatchObject({ code: 'network' });
    expect(scene.backend.requests.send).toHaveLength(4);
    const keys = scene.backend.requests.send.map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys).size).toBe(1);
    scene.release();
  });

  it('one that is not idempotent is never repeated on its own', async () => {
    const { capabilities } = createScriptedBackend(start().clock).transport;
    const scene = await startLive({
      transport: { capabilities: { ...capabilities, isSendIdempotent: false } },
    });
    scene.backend.answer.send = () => Promise.reject(lost());
    const sent = send(scene, 'hi');
    await scene.pass(60_000);
    expect(await sent).toMatchObject({ code: 'network' });
    expect(scene.backend.requests.send).toHaveLength(1);
    scene.release();
  });

  it('a request that hangs is given up in 30 s', async () => {
    const scene = await startLive();
    scene.backend.answer.send = () => new Promise(() => {});
    void send(scene, 'hi');
    await scene.pass(30_100);
    expect(scene.backend.requests.send[0]!.signal.aborted).toBe(true);
    scene.release();
  });
});

describe('an answer that was lost is not a failure of what was stored', () => {
  /** Stores what is sent and loses the answer; the echo is lost, too. */
  const loseAnswers = (scene: Scene): void => {
    scene.backend.answer.send = async ({ message, idempotencyKey }) => {
      const id = `sent-${idempotencyKey}`;
      const { parts } = message;
      if (!scene.backend.stored.some((one) => one.id === id))
        scene.backend.stored.push({
          ...tell(id, { role: 'user', parts }),
          createdAt: scene.clock.now(),
        });
      throw lost();
    };
  };

  it('a reconcile finds it: the row is not failed, and keeps its key', async () => {
    const scene = await startLive();
    loseAnswers(scene);
    const sent = send(scene, 'hi');
    await scene.pass(60_000);
    await sent;
    const [row] = local(scene);
    expect(row).toMatchObject({ status: 'failed' });
    await scene.settle(scene.conversation.reconcile());
    expect(local(scene)).toMatchObject([{ key: row!.key, status: 'complete' }]);
    expect(scene.ids()).toHaveLength(4);
    expect(scene.state().status).toBe('ready');
    expect(scene.state().error).toBeUndefined();
    scene.release();
  });

  it('a release in the middle of it: failed, then found when somebody comes back', async () => {
    const scene = await startLive();
    loseAnswers(scene);
    const sent = send(scene, 'hi');
    await scene.pass(5);
    scene.release();
    expect(await sent).toMatchObject({ code: 'aborted' });
    await scene.pass();
    const [row] = local(scene);
    expect(row).toMatchObject({ status: 'failed' });
    const again = scene.conversation.connect();
    await scene.pass(10_000);
    expect(local(scene)).toMatchObject([{ key: row!.key, status: 'complete' }]);
    again();
  });

  it('the echo came before the answer was lost: stored, nothing failed', async () => {
    const scene = await startLive();
    scene.backend.answer.send = async (request) => {
      storeSend(scene.backend, request);
      await new Promise<void>((resolve) => scene.clock.after(100, resolve));
      throw refused();
    };
    const sent = send(scene, 'hi');
    await scene.pass(1_000);
    expect(await sent).toMatchObject({ status: 'complete' });
    expect(local(scene)).toMatchObject([{ status: 'complete' }]);
    expect(scene.state().status).toBe('ready');
    scene.release();
  });

  it('deleted between the echo and the answer: gone for good, and nothing is left behind', async () => {
    for (const answer of ['receipt', 'lost'] as const) {
      const scene = await startLive();
      scene.backend.answer.send = async (request) => {
        const message = storeSend(scene.backend, request);
        await new Promise<void>((resolve) => scene.clock.after(100, resolve));
        scene.backend.stored.pop();
        scene.backend.say({ type: 'message-deleted', messageId: message.id });
        await new Promise<void>((resolve) => scene.clock.after(100, resolve));
        if (answer === 'lost') throw refused();
        return { message };
      };
      void send(scene, 'hi');
      await scene.pass(5_000);
      expect(scene.ids(), answer).toEqual(['h1', 'h2', 'h3']);
      expect(scene.state().status, answer).toBe('ready');
      scene.release();
    }
  });

  it('a queued send that never left is not taken for what another device said', async () => {
    const scene = await startLive();
    scene.backend.answer.send = () => new Promise(() => {});
    void send(scene, 'first');
    void send(scene, 'ok');
    await scene.pass(5);
    scene.release();
    await scene.pass();
    scene.backend.create('other-device', { role: 'user', text: 'ok' });
    const again = scene.conversation.connect();
    await scene.pass(10_000);
    // The other device's, and ours, which nobody has.
    expect(scene.texts().filter((text) => text === 'ok')).toHaveLength(2);
    again();
  });
});

describe('without a network, sends wait their turn', () => {
  it('queued while offline, sent in order when the network is back', async () => {
    const scene = await startLive();
    scene.page.setOnline(false);
    const sent = ['one', 'two', 'three'].map((text) => send(scene, text));
    await scene.pass(60_000);
    expect(local(scene).map(({ status }) => status)).toEqual(['queued', 'queued', 'queued']);
    expect(scene.backend.requests.send).toHaveLength(0);
    scene.page.setOnline(true);
    await scene.pass(1_000);
    await Promise.all(sent);
    expect(scene.texts().slice(3)).toEqual(['one', 'two', 'three']);
    expect(local(scene).every(({ status }) => status === 'complete')).toBe(true);
    scene.release();
  });

  it('gone offline in the middle: it waits at its place and keeps its key', async () => {
    const scene = await startLive();
    scene.backend.answer.send = async () => {
      scene.page.setOnline(false);
      throw lost();
    };
    const sent = send(scene, 'hi');
    await scene.pass(60_000);
    expect(local(scene)).toMatchObject([{ status: 'queued' }]);
    scene.backend.answer.send = async (request) => ({ message: storeSend(scene.backend, request) });
    scene.page.setOnline(true);
    await scene.pass(1_000);
    expect(await sent).toMatchObject({ status: 'complete' });
    const [first, second] = scene.backend.requests.send;
    expect(second!.idempotencyKey).toBe(first!.idempotencyKey);
    scene.release();
  });

  it('released while queued: told, and nothing is sent behind the reader’s back', async () => {
    const scene = await startLive();
    scene.page.setOnline(false);
    const sent = send(scene, 'hi');
    await scene.pass();
    scene.release();
    expect(await sent).toMatchObject({ code: 'aborted' });
    scene.page.setOnline(true);
    await scene.pass(60_000);
    expect(scene.backend.requests.send).toHaveLength(0);
    expect(local(scene)).toMatchObject([{ status: 'failed' }]);
    expect(scene.clock.countClientTimers()).toBe(0);
  });
});
