import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LettaScript } from '../../playground/server/letta/lettaTypes.ts';
import { startLetta, type LettaServer } from '../helpers/startLetta.ts';

/* What the vendor's client does not look at: the bytes, and when they come. */
let server: LettaServer;
beforeEach(async () => {
  server = await startLetta();
});
afterEach(() => server.close());

const script = (...replies: LettaScript[]) =>
  server.script({ conversationId: server.conversationId, replies });
const call = (path: string, body?: unknown, method = 'POST'): Promise<Response> =>
  fetch(`${server.origin}/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${server.apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const send = (fields: object = {}): Promise<Response> =>
  call(`conversations/${server.conversationId}/messages`, {
    messages: [{ role: 'user', content: 'Hi', otid: 'o1' }],
    stream_tokens: true,
    background: true,
    ...fields,
  });
const read = async (response: Promise<Response>): Promise<string[]> =>
  (await (await response).text()).split('\n\n').filter(Boolean);
const json = (line = ''): Record<string, unknown> =>
  JSON.parse(line.replace('data: ', '')) as Record<string, unknown>;
const resume = (body?: unknown) => call(`conversations/${server.conversationId}/stream`, body);

const answer: LettaScript = {
  steps: [
    {
      reasoning: 'Hm.',
      text: 'Yes.',
      tools: [{ name: 'f', id: 'c1', input: { a: 1 }, output: 'r' }],
    },
    { text: 'End.' },
  ],
};

describe('the bytes', () => {
  it('are compact data lines without ids, fields in the order of the vendor', async () => {
    script(answer);
    const response = await send();
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const lines = await read(Promise.resolve(response));
    for (const line of lines) expect(line).toMatch(/^data: (\{".*\}|\[DONE\])$/);
    expect(lines[0]).toMatch(
      /^data: \{"id":"ping-[0-9a-f-]{36}","date":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00","name":null,"message_type":"ping","otid":null,"sender_id":null,"step_id":null,"is_err":null,"seq_id":1,"run_id":"run-[0-9a-f-]{36}"\}$/,
    );
    expect(lines[1]).toMatch(
      /^data: \{"id":"message-([0-9a-f-]{36})","date":"[^"]+","name":null,"message_type":"reasoning_message","otid":"[0-9a-f-]{36}","sender_id":null,"step_id":"step-[0-9a-f-]{36}","is_err":null,"seq_id":2,"run_id":"run-[0-9a-f-]{36}","source":"reasoner_model","reasoning":"Hm\.","signature":null\}$/,
    );
    expect(lines[3]).toContain(
      '"tool_call":{"name":"f","arguments":"","tool_call_id":"c1"},"tool_calls":{"name":"f","arguments":"","tool_call_id":"c1"}}',
    );
    expect(lines.slice(-3).map((line) => line.slice(0, 60))).toEqual(
      [
        'data: {"message_type":"stop_reason","stop_reason":"end_turn"}'.slice(0, 60),
        'data: {"message_type":"usage_statistics","completion_tokens":',
        'data: [DONE]',
      ].map((line) => line.slice(0, 60)),
    );
  });

  it('number every logged chunk, hidden ones included; nothing in the foreground', async () => {
    script(answer, answer);
    const background = (await read(send())).slice(0, -3).map((line) => json(line)['seq_id']);
    expect(background).toEqual(background.map((_, index) => index + 1));
    const foreground = (await read(send({ background: false }))).slice(0, -3).map(json);
    expect(new Set(foreground.map(({ seq_id }) => seq_id))).toEqual(new Set([null]));
    expect(foreground[0]!['run_id']).toMatch(/^run-/);
    expect(foreground[1]!['run_id']).toBeNull();
  });

  it('give parts of a row its id, and otids of its uuid with the part’s index in the low 7 bits', async () => {
    script({
      steps: [
        { reasoning: 'a', text: 'b', tools: [{ name: 'f', input: {}, waitsFor: 'approval' }] },
      ],
    });
    const lines = (await read(send())).slice(1, -3).map(json);
    const [first, second, third] = [lines[0]!, lines[1]!, lines[2]!];
    const row = String(first['id']).replace('message-', '');
    expect(second['id']).toBe(first['id']);
    const low = Number.parseInt(row.slice(-2), 16);
    const base = (low & 0x80).toString(16).padStart(2, '0');
    expect(first['otid']).toBe(row.slice(0, -2) + base);
    expect(second['otid']).toBe(row.slice(0, -2) + base.slice(0, 1) + '1');
    expect(third['otid']).toBe(third['id']);
    const asked = BigInt(`0x${String(third['id']).replace('message-', '').replaceAll('-', '')}`);
    expect(asked + 1n).toBe(BigInt(`0x${row.replaceAll('-', '')}`));
  });

  it('end in the three ways of an error', async () => {
    const error = { type: 'llm_timeout', message: 'Too slow.' };
    script(
      { steps: [], error },
      { steps: [], error },
      { steps: [], error: { ...error, isBare: true } },
    );
    const event =
      /^event: error\ndata: \{"message_type":"error_message","run_id":"run-[^"]+","error_type":"llm_timeout","message":"Too slow\.","detail":null,"seq_id":null\}$/;
    const stop = 'data: {"message_type":"stop_reason","stop_reason":"error"}';
    const foreground = await read(send({ background: false, include_pings: false }));
    expect(foreground).toEqual([stop, expect.stringMatching(event), 'data: [DONE]']);
    const background = await read(send({ include_pings: false }));
    expect(background).toEqual([stop, expect.stringMatching(event)]);
    const bare = await read(
      send({ include_pings: false, messages: [{ role: 'user', content: 'x', otid: 'o2' }] }),
    );
    expect(bare).toEqual([expect.stringMatching(event)]);
  });

  it('of a cancelled run have spaces; [DONE] follows in the background only', async () => {
    for (const background of [true, false]) {
      script({ steps: [{ text: 'One two three' }], holdAfter: 2 });
      const told = read(
        send({ background, messages: [{ role: 'user', content: 'x', otid: `${background}` }] }),
      );
      const count = background ? 1 : 2;
      await server.until(() => server.runs().length === count);
      const cancelled = await call(`conversations/${server.conversationId}/cancel`);
      expect(Object.values((await cancelled.json()) as object)).toEqual(['cancelled']);
      server.proceed(server.conversationId);
      const lines = await told;
      expect(lines.slice(background ? -2 : -1)).toEqual([
        'data: {"message_type": "stop_reason", "stop_reason": "cancelled"}',
        ...(background ? ['data: [DONE]'] : []),
      ]);
    }
  });
});

describe('pings', () => {
  it('repeat the last number while nothing is said, and are not in the log', async () => {
    script({ ...answer, holdAfter: 2 });
    const told = read(send());
    await server.until(() => server.openStreams()[0]?.bytesSent !== undefined);
    await new Promise<void>((resolve) => {
      const stop = server.onChange(() => {
        if ((server.openStreams()[0]?.bytesSent ?? 0) < 1_500) return;
        stop();
        resolve();
      });
    });
    server.proceed(server.conversationId);
    const seqs = (await told)
      .slice(0, -3)
      .map((line) => [json(line)['message_type'], json(line)['seq_id']]);
    const kept = seqs.filter(([type], index) => type === 'ping' && index > 0);
    expect(kept.length).toBeGreaterThan(0);
    for (const [, seq] of kept) expect(seq).toBe(3);
    const again = await read(send());
    expect(again.filter((line) => line.includes('"ping"'))).toHaveLength(1);
  });

  it('end the stream after a while with nothing else', async () => {
    await server.close();
    server = await startLetta({ pingInterval: 10, pingOnlyLimit: 60 });
    script({ ...answer, holdAfter: 1 });
    const lines = await read(send());
    expect(lines.at(-1)).toContain('"ping"');
  });

  it('can be left out', async () => {
    script(answer);
    expect(json((await read(send({ include_pings: false })))[0])['message_type']).toBe(
      'reasoning_message',
    );
  });
});

describe('resuming', () => {
  it('without a body breaks when it has to wait; with {} it waits', async () => {
    script({ ...answer, holdAfter: 3 });
    void read(send());
    await server.until(() => server.runs().length === 1);
    for (const body of [undefined, { poll_interval: null }, { batch_size: null }]) {
      const text = await resume(body).then((response) => response.text().catch(String));
      expect(text).not.toContain('[DONE]');
    }
    const told = read(resume({}));
    await server.until(() => server.openStreams().length === 2);
    server.proceed(server.conversationId);
    expect((await told).at(-1)).toBe('data: [DONE]');
  });

  it('says no in six ways', async () => {
    expect([(await resume({})).status, await (await resume({})).json()]).toEqual([
      400,
      { detail: 'INVALID_ARGUMENT: No active runs found for this conversation.' },
    ]);
    expect((await resume({ run_id: 'run-x' })).status).toBe(404);
    expect((await resume({ otid: 'x' })).status).toBe(404);
    expect((await resume({ starting_after: 'x', otid: 'o1' })).status).toBe(404);
    expect((await call('conversations/conv-1/stream', {})).status).toBe(422);
    script({ ...answer, holdAfter: 1 }, { ...answer, holdAfter: 1 });
    void read(send({ background: false }));
    await server.until(() => server.runs().length === 1);
    expect(await (await resume({})).json()).toEqual({
      detail:
        'INVALID_ARGUMENT: Run was not created in background mode, so it cannot be retrieved.',
    });
    server.proceed(server.conversationId);
    await server.until(() => server.runs()[0]!.status === 'completed');
    void read(send());
    await server.until(() => server.runs().length === 2);
    server.advanceClock(3 * 3_600_000 + 1);
    expect((await resume({})).status).toBe(410);
  });

  it('at the end of a finished run only pings', async () => {
    script(answer);
    const lines = await read(send());
    const last = json(lines.at(-4));
    await server.until(() => server.runs()[0]!.status === 'completed');
    const response = await resume({ run_id: last['run_id'], starting_after: last['seq_id'] });
    const reader = response.body!.getReader();
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toContain('"message_type":"ping"');
    await reader.cancel();
  });
});

describe('without Redis', () => {
  it('there is no background, no lock, no cancel', async () => {
    await server.close();
    server = await startLetta({ hasRedis: false });
    expect((await send()).status).toBe(503);
    script({ ...answer, holdAfter: 2 }, answer);
    void read(send({ background: false }));
    await server.until(() => server.runs().length === 1);
    expect((await send({ background: false })).status).toBe(200);
    expect((await call(`conversations/${server.conversationId}/cancel`)).status).toBe(503);
  });
});

describe('who may', () => {
  it('is asked for a key, or the password of a server of one’s own', async () => {
    const url = `${server.origin}/v1/conversations/`;
    const without = await fetch(url);
    expect([without.status, await without.json()]).toEqual([401, { detail: 'Unauthorized' }]);
    const own = await fetch(url, { headers: { 'x-bare-password': `password ${server.apiKey}` } });
    expect(own.status).toBe(200);
  });

  it('is told what a message must be', async () => {
    expect(await (await send({ messages: [] })).json()).toEqual({
      detail: 'Messages must not be empty',
    });
    expect((await send({ messages: [{ role: 'system', content: 'x' }] })).status).toBe(422);
    expect((await send({ messages: undefined, input: 'short' })).status).toBe(200);
  });
});

describe('the demo', () => {
  it('thinks, looks things up, asks for approval, and talks at length', async () => {
    await server.close();
    server = await startLetta({ autoReply: true, replyPace: 0 });
    const ask = async (content: string, otid: string): Promise<string> =>
      (await read(send({ messages: [{ role: 'user', content, otid }] }))).join('\n');
    expect(await ask('Will it rain?', 'a')).toContain('tool_return_message');
    expect(await ask('Plan three days', 'b')).toContain('"end_turn"');
    expect(await ask('Please book it', 'c')).toContain('approval_request_message');
    const approvals = [{ type: 'approval', tool_call_id: 'x', approve: true }];
    const wrong = await send({ messages: [{ type: 'approval', approvals, otid: 'd' }] });
    expect(wrong.status).toBe(400);
  });
});
