import { readFile } from 'node:fs/promises';
import { createBimpeTransport } from 'react-conversation-stream/transports/bimpe';
import { createLettaTransport } from 'react-conversation-stream/transports/letta';
import { createLexeyTransport } from 'react-conversation-stream/transports/lexey';
import { describe, expect, it, onTestFinished } from 'vitest';
import { beginEmpty, beginWithBimpe } from '../../playground/examples/beginConversation.ts';
import { startBimpe } from '../helpers/startBimpe.ts';
import { startLetta } from '../helpers/startLetta.ts';
import { startLexey } from '../helpers/startLexey.ts';

const { signal } = new AbortController();

describe('a conversation begins', () => {
  it('with its first message on BimpeAI, once however often it is asked for', async () => {
    const server = await startBimpe();
    onTestFinished(() => server.close());
    const { baseUrl, agentId, apiKey } = server;
    const transport = createBimpeTransport({ baseUrl, agentId, apiKey });
    const begin = (): Promise<string> =>
      beginWithBimpe(transport, 'visitor-1', 'Good day', 'key-1', signal);
    const conversationId = await begin();
    expect(await begin()).toBe(conversationId);
    expect(server.messages(conversationId)).toMatchObject([{ message: 'Good day', role: 'user' }]);
  });

  it('empty on Lexey', async () => {
    const server = await startLexey();
    onTestFinished(() => server.close());
    const { baseUrl, apiKey } = server;
    const conversationId = await beginEmpty(createLexeyTransport({ baseUrl, apiKey }), signal);
    expect(server.messages(conversationId)).toEqual([]);
  });

  it('empty on Letta, with an agent', async () => {
    const server = await startLetta();
    onTestFinished(() => server.close());
    const { origin: baseUrl, agentId, apiKey } = server;
    const transport = createLettaTransport({ baseUrl, agentId, apiKey });
    const conversationId = await beginEmpty(transport, signal);
    const page = await transport.listMessages({ conversationId, limit: 5, signal });
    expect(page.messages).toEqual([]);
  });
});

it('the docs page shows the example as it is', async () => {
  const [page, example] = await Promise.all(
    ['stories/docs/BeginAConversation.mdx', 'playground/examples/beginConversation.ts'].map(
      (file) => readFile(file, 'utf8'),
    ),
  );
  expect(page).toContain(example!.slice(example!.indexOf('import ')));
});
