// Prints what is said in a room of byoServer.ts. Press Ctrl-C to stop. BYO_BASE_URL says where it runs.
import { getMessageText, streamMessages } from 'react-conversation-stream/core';
import { createByoTransport } from './byoTransport.ts';

const [room] = process.argv.slice(2);
if (!room) throw new Error('usage: byoStreamMessages.ts <room>');
const transport = createByoTransport(process.env['BYO_BASE_URL'] ?? 'http://localhost:8080');

const controller = new AbortController();
process.on('SIGINT', () => controller.abort());

for await (const message of streamMessages(transport, room, { signal: controller.signal })) {
  console.log(`[${message.role}] ${getMessageText(message)}`);
}
