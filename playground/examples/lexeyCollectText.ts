// Lexey's sample "handling the stream", step by step: begin a conversation (or go on with one), send a message,
// collect the full text of the reply. LEXEY_BASE_URL points it at the management base, or another server.
import { streamTurn } from 'react-conversation-stream/core';
import { createLexeyTransport } from 'react-conversation-stream/transports/lexey';
import { readVariable } from './readEnvironment.ts';

const apiKey = readVariable('LEXEY_API_KEY', 'the key of your Lexey team, which begins with lxc_');
const [message, known] = process.argv.slice(2);
if (!message) throw new Error('usage: lexeyCollectText.ts <message> [conversationId]');
const baseUrl = process.env['LEXEY_BASE_URL'] ?? 'https://lexey.ai/api/v1/customer';
const transport = createLexeyTransport({ baseUrl, apiKey });

const { signal } = new AbortController();
const conversationId = known ?? (await transport.createConversation({ signal })).conversationId;

let fullText = '';
try {
  for await (const event of streamTurn(transport, conversationId, message)) {
    if (event.type === 'text-delta') fullText += event.delta;
    if (event.type === 'status') console.error(`[status] ${event.status}`);
    if (event.type === 'message' && event.message.status === 'error')
      console.error(event.message.error?.message);
  }
} catch (error) {
  if (fullText === '') throw error;
  console.error('The connection ended before the reply did; this is what came of it:');
}
console.log(fullText);
