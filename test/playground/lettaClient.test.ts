import Letta from '@letta-ai/letta-client';
import type { LettaStreamingResponse } from '@letta-ai/letta-client/resources/agents/messages';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLetta, type LettaServer } from '../helpers/startLetta.ts';

/* The server's faithfulness, judged by the vendor's own client: nothing here is code of ours but the server. */
let server: LettaServer;
let client: Letta;

beforeEach(async () => {
  server = await startLetta();
  client = new Letta({ apiKey: server.apiKey, baseURL: server.origin, maxRetries: 0 });
});
afterEach(() => server.close());

type Chunk = LettaStreamingResponse;

async function collect(stream: AsyncIterable<Chunk>): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

const typesOf = (chunks: readonly Chunk[]): string[] => {
  const types = chunks.map(({ message_type }) => message_type ?? '');
  return types.filter((type, index) => type !== types[index - 1]);
};

/** What a reader of the chunks would show: text, and tool results. */
function textOf(chunks: readonly Chunk[]): string {
  return chunks
    .map((chunk) => {
      if (chunk.message_type === 'tool_return_message') return `[${chunk.tool_return}]`;
      if (chunk.message_type !== 'assistant_message') return '';
      const { content } = chunk;
      return typeof content === 'string' ? content : content.map((part) => part.text).join('');
    })
    .join('');
}

const weather = {
  steps: [
    {
      reasoning: 'User wants weather.',
      text: 'Let me look.',
      tools: [{ name: 'get_weather', input: { city: 'Lagos' }, output: '31 C' }],
    },
    { text: 'It is 31 °C in Lagos. ☀️' },
  ],
};
const send = (
  conversationId: string,
  body: Partial<Letta.Conversations.MessageCreateParams> = {},
) =>
  client.conversations.messages.create(conversationId, {
    messages: [{ role: 'user', content: 'Weather in Lagos?', otid: 'otid-1' }],
    stream_tokens: true,
    background: true,
    include_pings: true,
    ...body,
  });

describe('the vendor’s client', () => {
  it('creates a conversation, finds it, and lists it', async () => {
    const created = await client.conversations.create({
      agent_id: server.agentId,
      summary: 'Trip',
    });
    expect(created.id).toMatch(/^conv-[0-9a-f-]{36}$/);
    expect(await client.conversations.retrieve(created.id)).toMatchObject({ summary: 'Trip' });
    const listed = await client.conversations.list({ agent_id: server.agentId });
    expect(listed.map(({ id }) => id)).toContain(created.id);
  });

  it('sends and reads the stream to its end, tokens and tool result included', async () => {
    server.script({ conversationId: server.conversationId, replies: [weather] });
    const chunks = await collect(await send(server.conversationId));
    expect(typesOf(chunks)).toEqual([
      'ping',
      'reasoning_message',
      'assistant_message',
      'tool_call_message',
      'tool_return_message',
      'assistant_message',
      'stop_reason',
      'usage_statistics',
    ]);
    expect(textOf(chunks)).toBe('Let me look.[31 C]It is 31 °C in Lagos. ☀️');
  });

  it('reads whole steps without stream_tokens, and one answer without streaming', async () => {
    server.script({ conversationId: server.conversationId, replies: [weather, weather] });
    const stepwise = await collect(await send(server.conversationId, { stream_tokens: false }));
    expect(
      stepwise.filter(({ message_type }) => message_type === 'assistant_message'),
    ).toHaveLength(2);
    const whole = await client.post<{ messages: unknown[]; stop_reason: { stop_reason: string } }>(
      `/v1/conversations/${server.conversationId}/messages`,
      { body: { messages: [{ role: 'user', content: 'again' }], streaming: false } },
    );
    expect(whole.stop_reason.stop_reason).toBe('end_turn');
    expect(whole.messages).toHaveLength(5);
  });

  it('resumes after a number, in the middle of a run', async () => {
    server.script({
      conversationId: server.conversationId,
      replies: [{ ...weather, holdAfter: 8 }],
    });
    const seen: Chunk[] = [];
    const stream = await send(server.conversationId);
    for await (const chunk of stream) {
      seen.push(chunk);
      if (seen.length === 6) break;
    }
    const last = seen.at(-1) as { seq_id: number; run_id: string };
    const resumed = client.conversations.messages.stream(server.conversationId, {
      starting_after: last.seq_id,
    });
    await server.until(() => server.openStreams().length === 1);
    server.proceed(server.conversationId);
    const rest = await collect(await resumed);
    expect(textOf([...seen, ...rest])).toBe('Let me look.[31 C]It is 31 °C in Lagos. ☀️');
    expect((rest[0] as { seq_id: number }).seq_id).toBe(last.seq_id + 1);
    expect(await client.runs.retrieve(last.run_id)).toMatchObject({ status: 'completed' });
  });

  it('is told plainly when nothing runs', async () => {
    await expect(
      client.conversations.messages.stream(server.conversationId, {}),
    ).rejects.toMatchObject({
      status: 400,
      error: { detail: 'INVALID_ARGUMENT: No active runs found for this conversation.' },
    });
    await expect(client.conversations.messages.stream('default', {})).rejects.toMatchObject({
      status: 400,
    });
  });

  it('lists messages: rows newest first, parts in their order, ids shared, otids apart', async () => {
    server.script({ conversationId: server.conversationId, replies: [weather] });
    await collect(await send(server.conversationId));
    const { items } = await client.conversations.messages.list(server.conversationId, {
      limit: 50,
    });
    expect(items.map(({ message_type }) => message_type)).toEqual([
      'assistant_message',
      'tool_return_message',
      'reasoning_message',
      'assistant_message',
      'tool_call_message',
      'user_message',
    ]);
    const [, , reasoning, text] = items;
    expect(reasoning!.id).toBe(text!.id);
    expect(reasoning!.otid).not.toBe(text!.otid);
    expect(items.at(-1)).toMatchObject({ otid: 'otid-1', content: 'Weather in Lagos?' });
  });

  it('cancels a run, which shows in its stream', async () => {
    const steps = [{ text: 'One two three four five six.' }];
    server.script({ conversationId: server.conversationId, replies: [{ steps, holdAfter: 2 }] });
    const stream = await send(server.conversationId);
    const done = collect(stream);
    await server.until(() => server.runs().length === 1);
    const runs = await client.conversations.cancel(server.conversationId);
    expect(Object.values(runs)).toEqual(['cancelled']);
    server.proceed(server.conversationId);
    const chunks = await done;
    expect(chunks.at(-1)).toEqual({ message_type: 'stop_reason', stop_reason: 'cancelled' });
    await expect(client.conversations.cancel(server.conversationId)).rejects.toMatchObject({
      status: 409,
    });
  });

  it('is asked for an approval and gives it', async () => {
    const steps = [
      {
        text: 'May I?',
        tools: [{ name: 'pay', input: { eur: 9 }, waitsFor: 'approval' as const, output: 'Paid' }],
      },
      { text: 'Paid.' },
    ];
    server.script({ conversationId: server.conversationId, replies: [{ steps }] });
    const asked = await collect(await send(server.conversationId));
    expect(asked.find(({ message_type }) => message_type === 'stop_reason')).toMatchObject({
      stop_reason: 'requires_approval',
    });
    const request = asked.find(({ message_type }) => message_type === 'approval_request_message');
    const row = asked.find(({ message_type }) => message_type === 'assistant_message');
    const { id, otid, tool_call } = request as {
      id: string;
      otid: string;
      tool_call: { tool_call_id: string };
    };
    expect(otid).toBe(id);
    expect(id).not.toBe((row as { id: string }).id);
    await expect(
      collect(await send(server.conversationId, { messages: [{ role: 'user', content: 'hm' }] })),
    ).rejects.toThrow('waiting for approval');
    const approval = {
      type: 'approval' as const,
      tool_call_id: tool_call.tool_call_id,
      approve: true,
    };
    const chunks = await collect(
      await send(server.conversationId, {
        messages: [{ type: 'approval', approvals: [approval] }],
      }),
    );
    expect(textOf(chunks)).toBe('[Paid]Paid.');
  });

  it('gets the same run again for the same otid, and a 409 for another while it runs', async () => {
    server.script({
      conversationId: server.conversationId,
      replies: [{ ...weather, holdAfter: 3 }],
    });
    await send(server.conversationId);
    const again = await send(server.conversationId);
    await expect(
      send(server.conversationId, { messages: [{ role: 'user', content: 'else', otid: 'o2' }] }),
    ).rejects.toMatchObject({ status: 409, error: { run_id: server.runs()[0]!.id } });
    server.proceed(server.conversationId);
    expect(textOf(await collect(again))).toBe('Let me look.[31 C]It is 31 °C in Lagos. ☀️');
    expect(server.runs()).toHaveLength(1);
    const users = server
      .messages(server.conversationId)
      .filter(({ message_type }) => message_type === 'user_message');
    expect(users).toHaveLength(1);
  });

  it('throws what an error ending says', async () => {
    const error = { type: 'llm_timeout', message: 'The LLM request timed out. Please try again.' };
    server.script({ conversationId: server.conversationId, replies: [{ steps: [], error }] });
    await expect(collect(await send(server.conversationId))).rejects.toThrow('timed out');
  });
});
