import { afterEach, describe, expect, it } from 'vitest';
import type { BimpeOptions } from '../../playground/server/bimpe.ts';
import { startBimpe, type BimpeServer } from '../helpers/startBimpe.ts';
import {
  callBimpe,
  openStream,
  withoutHeartbeats,
  wireBlock,
  type JsonAnswer,
} from './bimpeClient.ts';

let server: BimpeServer;

const start = async (options: BimpeOptions = {}): Promise<void> => {
  server = await startBimpe(options);
};

afterEach(() => server.close());

const send = (body: unknown, headers: Record<string, string> = {}): Promise<JsonAnswer> =>
  callBimpe(server, 'POST', '/cv_1/messages', { body, headers });

const texts = (): (string | null)[] => server.messages('cv_1').map(({ message }) => message);

describe('sending (PROTOCOLS §3.9)', () => {
  it('answers 201 with the stored message, which also comes on the stream under the same id', async () => {
    await start();
    const stream = await openStream(server);
    const { status, json } = await send({ message: 'hi', role: 'user' });
    expect(status).toBe(201);
    expect(json.message).toBe('Success');
    expect(Object.keys(json.data)).toEqual(['id', 'role', 'message', 'message_type', 'created_at']);
    await stream.until(({ text }) => withoutHeartbeats(text).endsWith('\n\n'));
    expect(withoutHeartbeats(stream.text)).toBe(
      wireBlock({ ...json.data, conversation_id: 'cv_1' }),
    );
    stream.leave();
  });

  it('speaks as the user unless told otherwise', async () => {
    await start();
    expect((await send({ message: 'hi' })).json.data.role).toBe('user');
    expect((await send({ message: 'hi', role: 'assistant' })).json.data.role).toBe('assistant');
  });

  it.each([
    ['no message', { role: 'user' }, 'message'],
    ['an empty message', { message: '  ' }, 'message'],
    ['a number', { message: 7 }, 'message'],
    ['a foreign role', { message: 'hi', role: 'restaurant_user' }, 'role'],
    ['no object', 'hi', ''],
  ])('refuses %s with the list of fields', async (_name, body, path) => {
    await start();
    const { status, json } = await send(body);
    expect(status).toBe(400);
    expect(json).toEqual({
      code: 'validation_error',
      message: 'Validation failed',
      errors: [{ path, message: expect.any(String) }],
    });
    expect(texts()).toEqual([]);
  });

  it('keeps every code unit of the text', async () => {
    await start();
    const message = 'a\uD800b 😀 \u0000 </script> \u2028 é';
    await send({ message });
    expect(texts()).toEqual([message]);
  });
});

describe('idempotency (PROTOCOLS §3.8)', () => {
  it('replays the first answer for the same key and body, and stores one message', async () => {
    await start();
    const first = await send({ message: 'once' }, { 'idempotency-key': 'k1' });
    const again = await send({ message: 'once' }, { 'idempotency-key': 'k1' });
    expect(again.status).toBe(201);
    expect(again.json).toEqual(first.json);
    expect(texts()).toEqual(['once']);
  });

  it('answers a conflict for the same key and another body', async () => {
    await start();
    await send({ message: 'once' }, { 'idempotency-key': 'k1' });
    const { status, json } = await send({ message: 'other' }, { 'idempotency-key': 'k1' });
    expect(status).toBe(409);
    expect(json).toMatchObject({ code: 'conflict', statusCode: 409 });
    expect(texts()).toEqual(['once']);
  });

  it('stores one message when the repetitions come while the first is still running', async () => {
    await start();
    server.queueFault({ kind: 'echo', mode: 'before', ms: 40 });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => send({ message: 'once' }, { 'idempotency-key': 'k1' })),
    );
    expect(new Set(answers.map(({ json }) => json.data.id)).size).toBe(1);
    expect(texts()).toEqual(['once']);
  });

  it('does not remember a failure', async () => {
    await start();
    expect((await send({ message: '' }, { 'idempotency-key': 'k1' })).status).toBe(400);
    expect((await send({ message: 'now' }, { 'idempotency-key': 'k1' })).status).toBe(201);
  });

  it('without a key, or with another, stores each', async () => {
    await start();
    await send({ message: 'x' });
    await send({ message: 'x' });
    await send({ message: 'x' }, { 'idempotency-key': 'k2' });
    expect(texts()).toEqual(['x', 'x', 'x']);
  });
});

describe('POST …/conversations/messages (PROTOCOLS §3.2)', () => {
  const create = (body: unknown): Promise<JsonAnswer> =>
    callBimpe(server, 'POST', '/messages', { body });

  it('begins a conversation for a channel user and names it', async () => {
    await start();
    const { status, json } = await create({
      message: 'hello',
      channel_type: 'webchat',
      channel_user_id: 'u_1',
      channel_username: 'Ada',
      is_test_channel: true,
    });
    expect(status).toBe(201);
    const id = json.data.conversation_id as string;
    expect(server.messages(id)).toMatchObject([{ message: 'hello', role: 'user' }]);
    expect((await callBimpe(server, 'GET', `/${id}`)).json.data).toMatchObject({
      channel_type: 'webchat',
      channel_user_id: 'u_1',
      channel_user_username: 'Ada',
      is_test_channel: true,
    });
  });

  it('goes on with the conversation of the same channel user', async () => {
    await start();
    const body = { message: 'hello', channel_type: 'webchat', channel_user_id: 'u_1' };
    const first = await create(body);
    const second = await create(body);
    expect(second.json.data.conversation_id).toBe(first.json.data.conversation_id);
    expect(server.messages(first.json.data.conversation_id)).toHaveLength(2);
  });

  it('appends to a conversation named by id, and refuses one that is unknown', async () => {
    await start();
    const known = await create({ message: 'hello', conversation_id: 'cv_1' });
    expect(known.json.data.conversation_id).toBe('cv_1');
    expect(texts()).toEqual(['hello']);
    expect((await create({ message: 'hello', conversation_id: 'cv_9' })).status).toBe(404);
  });

  it('needs a conversation or a channel user', async () => {
    await start();
    const { status, json } = await create({ message: 'hello' });
    expect(status).toBe(400);
    expect(json.errors).toMatchObject([{ path: 'channel_type' }]);
    const noUser = await create({ message: 'hello', channel_type: 'webchat' });
    expect(noUser.json.errors).toMatchObject([{ path: 'channel_user_id' }]);
  });
});

describe('the scripted agent (PROTOCOLS §3.9, §3.10.5)', () => {
  it('answers a user with the next script, message by message', async () => {
    await start();
    server.script({
      conversationId: 'cv_1',
      replies: [
        [
          { message: 'one', delay: 5 },
          { message: 'two', delay: 5 },
        ],
        [{ message: 'three' }],
      ],
    });
    await send({ message: 'a' });
    await server.until(() => texts().length === 3);
    await send({ message: 'b' });
    await server.until(() => texts().length === 5);
    expect(texts()).toEqual(['a', 'one', 'two', 'b', 'three']);
    expect(server.messages('cv_1').map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'assistant',
      'user',
      'assistant',
    ]);
  });

  it('has a friendly answer of several messages when nothing is scripted', async () => {
    await start({ autoReply: true, replyDelay: 1 });
    await send({ message: 'Hello there' });
    await server.until(() => texts().length === 3);
    expect(texts()[1]).toBe('Hello! 👋');
  });

  it('keeps quiet while paused, and never answers an assistant', async () => {
    await start({ autoReply: true, replyDelay: 0 });
    server.pauseAgent({ conversationId: 'cv_1', isPaused: true });
    await send({ message: 'anyone?' });
    await send({ message: 'I am here', role: 'assistant' });
    server.pauseAgent({ conversationId: 'cv_1', isPaused: false });
    await send({ message: 'thanks' });
    // The answer to the last message is the first thing the agent says.
    await server.until(() => texts().length === 4);
    expect(texts()[3]).toContain('welcome');
  });

  it('leaves room for an operator and other channels, edits and deletions', async () => {
    await start();
    const operator = server.emit({
      conversationId: 'cv_1',
      role: 'restaurant_user',
      message: 'Tunde here',
    });
    const customer = server.emit({ conversationId: 'cv_1', role: 'customer', message: 'By phone' });
    server.edit({ conversationId: 'cv_1', id: operator.id, message: 'Tunde here!' });
    server.remove({ conversationId: 'cv_1', id: customer.id });
    const { json } = await callBimpe(server, 'GET', '/cv_1/messages');
    expect(json.data).toMatchObject([
      { id: operator.id, role: 'restaurant_user', message: 'Tunde here!' },
    ]);
  });
});
