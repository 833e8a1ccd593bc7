// BimpeAI's sample "the ticket on its own": for opening the stream yourself, from a browser say. The ticket
// is single-use and expires after `expires_in` seconds. BIMPEAI_BASE_URL points it at another server.
import { createBimpeTransport } from 'react-conversation-stream/transports/bimpe';
import { readIds, readVariable } from './readEnvironment.ts';

const apiKey = readVariable(
  'BIMPEAI_API_KEY',
  'the key of your BimpeAI team, which begins with sk_',
);
const [agentId, conversationId] = readIds('bimpeStreamTicket.ts');
const baseUrl = `${process.env['BIMPEAI_BASE_URL'] ?? 'https://api.bimpe.ai'}/api/v1/console`;
const transport = createBimpeTransport({ agentId, baseUrl, apiKey });

const { ticket, expires_in: expiresIn } = await transport.streamTicket(conversationId);
console.log(`A ticket of ${ticket.length} characters, good for ${expiresIn} seconds.`);
