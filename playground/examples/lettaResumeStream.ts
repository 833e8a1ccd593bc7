// Letta's sample "retrieve conversation stream", step by step: resume the stream of the most recent active run
// of a conversation, and print each chunk of text and each tool result as it comes. With no run active there is
// nothing to resume: it says so, and prints what the conversation ended with. LETTA_AGENT_ID names the agent
// whose "default" conversation is meant, LETTA_BASE_URL points it at another server.
import { getMessageText } from 'react-conversation-stream/core';
import { createLettaTransport } from 'react-conversation-stream/transports/letta';
import { readVariable } from './readEnvironment.ts';

const apiKey = readVariable('LETTA_API_KEY', 'the key of your Letta account');
// As in the sample: without an id, the agent's own conversation.
const conversationId = process.argv[2] ?? 'default';
const agentId = process.env['LETTA_AGENT_ID'];
const transport = createLettaTransport({
  baseUrl: process.env['LETTA_BASE_URL'] ?? 'https://api.letta.com',
  apiKey,
  ...(agentId ? { agentId } : {}),
});

const controller = new AbortController();
process.on('SIGINT', () => controller.abort());
const { signal } = controller;

let hasRun = false;
for await (const batch of transport.resumeTurn({ conversationId, signal })) {
  hasRun = true;
  for (const event of batch) {
    if (event.type === 'part-delta') process.stdout.write(event.delta);
    if (event.type === 'message-end') process.stdout.write('\n');
    if (event.type !== 'part-set') continue;
    const { part } = event;
    if ('text' in part && part.state === 'streaming') process.stdout.write(part.text);
    if (part.type === 'dynamic-tool' && part.state === 'output-available')
      process.stdout.write(`\n[${part.toolName}] ${String(part.output)}\n`);
  }
}
if (!hasRun) {
  console.log('No active run to resume.');
  const { messages } = await transport.listMessages({ conversationId, limit: 20, signal });
  const last = messages.at(-1);
  if (last) console.log(`[${last.role}] ${getMessageText(last)}`);
}
