// Sends a message to a Letta conversation and prints the answer token by token. LETTA_BASE_URL points it at
// another server.
import { streamTurn } from 'react-conversation-stream/core';
import { createLettaTransport } from 'react-conversation-stream/transports/letta';
import { readVariable } from './readEnvironment.ts';

const apiKey = readVariable('LETTA_API_KEY', 'the key of your Letta account');
const [conversationId, text] = process.argv.slice(2);
if (!conversationId || !text) throw new Error('usage: lettaSendMessage.ts <conversationId> <text>');
const baseUrl = process.env['LETTA_BASE_URL'] ?? 'https://api.letta.com';
const transport = createLettaTransport({ baseUrl, apiKey });

for await (const event of streamTurn(transport, conversationId, text)) {
  if (event.type === 'text-delta') process.stdout.write(event.delta);
  if (event.type === 'message') process.stdout.write('\n');
}
