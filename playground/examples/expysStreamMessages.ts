// Expys' sample "stream messages", step by step: print the recent backlog, then five new messages as they come.
// EXPYS_BASE_URL points it at another server.
import { streamMessages } from 'react-conversation-stream/core';
import { createExpysTransport } from 'react-conversation-stream/transports/expys';
import { readVariable } from './readEnvironment.ts';

const token = readVariable(
  'EXPYS_MEMBER_TOKEN',
  "a member token from your backend's /v1/auth/exchange",
);
const conversationId = readVariable('EXPYS_CONVERSATION_ID', 'a conversation to stream');
const baseUrl = process.env['EXPYS_BASE_URL'] ?? 'https://api.expys.com';
const transport = createExpysTransport({ baseUrl, environment: 'sandbox', token });

const { signal } = new AbortController();
const { messages } = await transport.listMessages({ conversationId, limit: 20, signal });
for (const { metadata } of messages) {
  console.log(`[history ${metadata?.authorID}] ${metadata?.body ?? '(no body)'}`);
}

let received = 0;
console.log('listening for new messages (stops after 5)...');
// After the last one printed, so that nothing said in between is missed.
const last = messages.at(-1);
const options = last ? { after: last.id } : {};
for await (const { metadata } of streamMessages(transport, conversationId, options)) {
  received += 1;
  console.log(`[live ${metadata?.authorID}] ${metadata?.body ?? '(no body)'}`);
  // Leaving the loop closes the connection and ends any timer.
  if (received >= 5) break;
}
console.log(`done: received ${received} live message(s)`);
