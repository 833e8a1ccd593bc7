import Letta from '@letta-ai/letta-client';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LettaScript } from '../../../playground/server/letta/lettaTypes.ts';
import { startLetta, type LettaServer } from '../../helpers/startLetta.ts';
import { applyEvents, createTestTransport, tell } from './lettaTransport.ts';

/* Our transport and the vendor's client end with the same text, tool results included. */
let server: LettaServer;
beforeEach(async () => {
  server = await startLetta();
});
afterEach(() => server.close());

const { signal } = new AbortController();

/** Reasoning, text and tool results in order of appearance, as the vendor's client hands them out. */
async function readAsVendor(script: LettaScript): Promise<string> {
  server.script({ conversationId: server.conversationId, replies: [script] });
  const client = new Letta({ apiKey: server.apiKey, baseURL: server.origin, maxRetries: 0 });
  const stream = await client.conversations.messages.create(server.conversationId, {
    messages: [{ role: 'user', content: 'Hi', otid: 'vendor' }],
    stream_tokens: true,
    background: true,
  });
  let text = '';
  for await (const chunk of stream) {
    if (chunk.message_type === 'reasoning_message') text += chunk.reasoning;
    if (chunk.message_type === 'tool_return_message') text += `[${chunk.tool_return}]`;
    if (chunk.message_type !== 'assistant_message') continue;
    const { content } = chunk;
    text += typeof content === 'string' ? content : content.map((part) => part.text).join('');
  }
  return text;
}

async function readAsWe(script: LettaScript): Promise<string> {
  server.script({ conversationId: server.conversationId, replies: [script] });
  const { events, error } = await tell(
    createTestTransport(server).sendMessage({
      conversationId: server.conversationId,
      message: { parts: [{ type: 'text', text: 'Hi' }] },
      idempotencyKey: 'ours',
      signal,
    }),
  );
  expect(error).toBeUndefined();
  return [...applyEvents(events).values()]
    .flatMap(({ parts }) => [...parts.values()])
    .map((part) => {
      if ('toolCallId' in part) return `[${part.errorText ?? String(part.output)}]`;
      return 'text' in part ? part.text : '';
    })
    .join('');
}

it('for any run', async () => {
  const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 24 });
  const tool = fc.record({
    name: fc.constantFrom('look', 'find'),
    input: fc.dictionary(words, words, { maxKeys: 2 }),
    output: words,
    status: fc.constantFrom('success' as const, 'error' as const),
  });
  const step = fc.record({
    reasoning: fc.option(words, { nil: undefined }),
    text: words,
    tools: fc.array(tool, { maxLength: 1 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      server.reset();
      server.seed({ conversations: [{ id: server.conversationId }] });
      const script = { steps: steps as LettaScript['steps'] };
      expect(await readAsWe(script)).toBe(await readAsVendor(script));
    }),
    { numRuns: 30 },
  );
}, 60_000);
