// BimpeAI's sample "stream messages", step by step: stream new messages of a conversation in real time.
// Press Ctrl-C to stop. BIMPEAI_BASE_URL points it at another server.
import { streamMessages } from 'react-conversation-stream/core';
import { createBimpeTransport } from 'react-conversation-stream/transports/bimpe';
import { readIds, readVariable } from './readEnvironment.ts';

const apiKey = readVariable(
  'BIMPEAI_API_KEY',
  'the key of your BimpeAI team, which begins with sk_',
);
const [agentId, conversationId] = readIds('bimpeStreamMessages.ts');
const baseUrl = `${process.env['BIMPEAI_BASE_URL'] ?? 'https://api.bimpe.ai'}/api/v1/console`;
const transport = createBimpeTransport({ agentId, baseUrl, apiKey });

const controller = new AbortController();
process.on('SIGINT', () => controller.abort());

for await (const { metadata } of streamMessages(transport, conversationId, {
  signal: controller.signal,
})) {
  console.log(`[${metadata?.role}] ${metadata?.message ?? ''}`);
}
